import type { Account } from './account.ts'
import { numbersFrom, textFrom } from './random.ts'

/** An account about which nothing is special but what is given. The same seed and name make the same ids. */
export function createAccount(
  seed: number,
  own: Pick<Account, 'name' | 'username' | 'title' | 'email' | 'password'> & Partial<Account>,
): Account {
  const label = `${seed}/${own.name}`
  return {
    note: '',
    id: 1_000_000 + (numbersFrom(`${label}/id`)() % 90_000_000),
    uuid: textFrom(`${label}/uuid`, 'hex', 16),
    friendlyName: '',
    otpSecret: null,
    recoveryCodes: [],
    emailOnly: false,
    locked: false,
    managed: false,
    home: null,
    plexPass: false,
    country: 'GB',
    joinedAt: 1577836800,
    ...own,
  }
}

/** A secret for an authenticator, in base32. */
export const otpSecretFrom = (seed: number, name: string): string => textFrom(`${seed}/${name}/otp`, 'base32', 32)

/** Three, as an account gets them when it turns two-factor on. */
export const recoveryCodesFrom = (seed: number, name: string): string[] =>
  [1, 2, 3].map((n) => [1, 2, 3].map((part) => textFrom(`${seed}/${name}/recovery/${n}/${part}`, 'lower', 5)).join('-'))

/** What plex.tv makes of the PIN of a profile. */
export const hashedPinFrom = (seed: number, name: string): string => textFrom(`${seed}/${name}/pin`, 'hex', 40)
