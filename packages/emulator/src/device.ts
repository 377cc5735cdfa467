import type { Account } from './account.ts'

/** An entry among an account's authorised devices: one for each client identifier, and with it its token. */
export interface Device {
  readonly account: Account
  readonly clientIdentifier: string
  /** A classic one, or the Plex JWT that it last had. */
  readonly token: string
  /** What its tokens at media servers are made from: those stay, while one JWT follows another. */
  readonly root: string
  /** When it last signed in, epoch ms. */
  readonly since: number
}

/** Whose entry it is, and for which installation: what tells it from all others. */
export type Owner = Pick<Device, 'account' | 'clientIdentifier'>

/** The same as text. */
export const entryOf = ({ account, clientIdentifier }: Owner): string => `${account.uuid}/${clientIdentifier}`

/** An installation, in its own words. */
export interface Install {
  readonly name: string
  readonly product: string
  readonly version: string
  readonly platform: string
}
