import type { Context, Env, Hono, MiddlewareHandler } from 'hono'
import { refuse } from './answer.ts'
import type { World } from './world.ts'

export const rooms = ['sign-in', 'user'] as const

/** The rooms that the emulator has; a fault can be kept to one. */
export type Room = (typeof rooms)[number]

/** A room's routes, and which paths are its own. */
export interface RoomRoutes {
  readonly room: Room
  readonly paths: readonly string[]
  mount(router: Router, world: World): void
}

/** What comes with a request besides itself: the network address that plex.tv would see. */
export interface Arrival extends Env {
  Bindings: { address: string }
}
export type Router = Hono<Arrival>

/** Every `X-Plex-…` header may come as a query parameter instead. */
export const plexParameter = (context: Context, name: string): string =>
  context.req.header(name) ?? context.req.query(name) ?? ''

/** All of `/api/v2` wants to know which installation is asking. */
export const namesItsClient: MiddlewareHandler<Arrival> = async (context, next) => {
  if (!plexParameter(context, 'X-Plex-Client-Identifier')) return refuse(context.req.raw, 1000)
  await next()
}

/** The method is not one that this path knows. */
export const wrongMethod = (context: Context): Response => refuse(context.req.raw, 1005)
