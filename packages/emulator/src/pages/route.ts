import type { Hono } from 'hono'
import type { Account } from '../account.ts'
import type { Pin } from '../createPins.ts'
import type { Arrival } from '../route.ts'
import type { World } from '../world.ts'
import type { PageSwitches } from './switches.ts'

/** What a page stands on. */
export interface PageSetting {
  readonly world: World
  switches(): PageSwitches
  /** Approves as fast as is switched on. False when somebody was first. */
  approve(pin: Pin, as: Account): boolean
  /** Who may be at the page: all but the managed user, who has no account of their own. */
  visitors(): readonly Account[]
}

/** Adds a page's routes. */
export type PageRoutes = (router: Hono<Arrival>, setting: PageSetting) => void
