import type { Account, PersonName } from './account.ts'
import { createHome } from './createHome.ts'
import { createPins } from './createPins.ts'
import { textFrom } from './random.ts'
import { codeAt, isCode } from './totp.ts'

/** An entry among an account's authorised devices: one for each client identifier, and with it its token. */
export interface Device {
  readonly account: Account
  readonly clientIdentifier: string
  readonly token: string
  /** When it last signed in, epoch ms. */
  readonly since: number
}

export interface SignInForm {
  login: string
  password: string
  verificationCode: string
}

/** plex.tv locks an address after repeated failures; how many, and for how long, is not known. Both are our choice. */
export const lockAfter = 5
export const lockMs = 5 * 60_000

export type World = ReturnType<typeof createWorld>

/**
 * Accounts, devices, pins, lock-outs, and the rules between them. Knows of no HTTP; says no with one of plex.tv's
 * codes.
 */
export function createWorld(accounts: readonly Account[], seed: number, now: () => number) {
  const devices = new Map<string, Device>()
  const died = new Map<string, number>()
  const failures = new Map<string, { count: number; last: number }>()
  const usedRecoveryCodes = new Set<string>()

  const account = (name: PersonName): Account => {
    const found = accounts.find((each) => each.name === name)
    if (!found) throw new RangeError(`No person "${name}". There are: ${accounts.map((each) => each.name).join(', ')}.`)
    return found
  }

  const isLocked = (address: string) => {
    const failed = failures.get(address)
    if (failed && now() - failed.last >= lockMs) failures.delete(address)
    return (failures.get(address)?.count ?? 0) >= lockAfter
  }

  const fail = <Code>(address: string, code: Code): Code => {
    failures.set(address, { count: (failures.get(address)?.count ?? 0) + 1, last: now() })
    return code
  }

  const isVerified = ({ uuid, otpSecret, recoveryCodes }: Account, code: string) => {
    if (!otpSecret || isCode(otpSecret, code, now())) return true
    const use = `${uuid}/${code}`
    if (!recoveryCodes.includes(code) || usedRecoveryCodes.has(use)) return false
    usedRecoveryCodes.add(use)
    return true
  }

  const deviceName = (owner: Account, clientIdentifier: string) => `${seed}/${owner.uuid}/${clientIdentifier}`

  /** The same token for as long as it lives, since plex.tv has one for each account and client identifier. */
  const admit = (name: PersonName, clientIdentifier: string): Device => {
    const owner = account(name)
    const deviceKey = deviceName(owner, clientIdentifier)
    const token = textFrom(`${deviceKey}/${died.get(deviceKey) ?? 0}`, 'token', 20)
    const device = { account: owner, clientIdentifier, token, since: now() }
    devices.set(token, device)
    return device
  }

  const revoke = ({ account: owner, clientIdentifier, token }: Device): void => {
    const deviceKey = deviceName(owner, clientIdentifier)
    if (devices.delete(token)) died.set(deviceKey, (died.get(deviceKey) ?? 0) + 1)
  }

  return {
    account,
    accounts,
    admit,
    revoke,
    now,
    home: createHome(accounts, now, admit),
    pins: createPins(seed, now, admit),

    /**
     * The address first, then the password (plex.tv asks for a code only after a right one), then the account's own
     * rules.
     */
    signIn({ login, password, verificationCode }: SignInForm, clientIdentifier: string, address: string) {
      if (isLocked(address)) return 1031
      const wanted = login.toLowerCase()
      const found = accounts.find(({ username, email }) => wanted && [username, email].includes(wanted))
      if (found?.locked) return 1031
      if (!found || found.password === null || found.password !== password) return fail(address, 1001)
      if (found.emailOnly && wanted !== found.email) return 1030
      if (found.otpSecret && !verificationCode) return 1029
      if (!isVerified(found, verificationCode)) return fail(address, 1028)
      failures.delete(address)
      return admit(found.name, clientIdentifier)
    },

    findDevice: (token: string): Device | undefined => devices.get(token),

    revokeTokens(of: PersonName): void {
      const { uuid } = account(of)
      for (const device of [...devices.values()]) if (device.account.uuid === uuid) revoke(device)
    },

    /** What the person's authenticator shows now; empty without two-factor, which plex.tv takes as harmless. */
    currentCode(of: PersonName): string {
      const { otpSecret } = account(of)
      return otpSecret ? codeAt(otpSecret, now()) : ''
    },
  }
}
