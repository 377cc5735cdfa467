import type { Account } from './account.ts'

/** An entry among an account's authorised devices: one for each client identifier, and with it its token. */
export interface Device {
  readonly account: Account
  readonly clientIdentifier: string
  readonly token: string
  /** When it last signed in, epoch ms. */
  readonly since: number
}

/** An installation, in its own words. */
export interface Install {
  readonly name: string
  readonly product: string
  readonly version: string
  readonly platform: string
}
