import type { Account } from './account.ts'
import { createDeviceKeys, tokenLifeMs as week } from './createDeviceKeys.ts'
import { createHome, livesWith } from './createHome.ts'
import { createMediaServers } from './createMediaServers.ts'
import { createPins } from './createPins.ts'
import { type Device, entryOf, type Install, type Owner } from './device.ts'
import { isRefusal } from './errors.ts'
import { numbersFrom, textFrom } from './random.ts'
import { type ServerOptions, seededServers } from './serverOptions.ts'
import { codeAt, isCode } from './totp.ts'

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
 * errors.
 */
export function createWorld(
  seeded: readonly Account[],
  seed: number,
  now: () => number,
  servers: readonly ServerOptions<string>[] = seededServers,
  tokenLifeMs = week,
) {
  const accounts = [...seeded]
  const devices = new Map<string, Device>()
  const died = new Map<string, number>()
  const failures = new Map<string, { count: number; last: number }>()
  const installs = new Map<string, Install>()
  const usedRecoveryCodes = new Set<string>()

  const account = (name: string): Account => {
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

  /** The classic token of a device, alive or not: it has one at a time, and a dead one never comes back. */
  const classicToken = (device: Owner): string => {
    const entry = `${seed}/${entryOf(device)}`
    return textFrom(`${entry}/${died.get(entry) ?? 0}`, 'token', 20)
  }

  /** The same token for as long as it lives, since plex.tv has one for each account and client identifier. */
  const admit = (name: string, clientIdentifier: string): Device => {
    const owned = { account: account(name), clientIdentifier }
    const token = classicToken(owned)
    const device = { ...owned, token, root: token, since: now() }
    devices.set(token, device)
    return device
  }

  const endClassic = (device: Owner): void => {
    const entry = `${seed}/${entryOf(device)}`
    if (devices.delete(classicToken(device))) died.set(entry, (died.get(entry) ?? 0) + 1)
  }

  const current = (of: Account): Account => account(of.name)
  const deviceKeys = createDeviceKeys({ seed, now, tokenLifeMs, current, endClassic })

  /** For who comes with a password, or a pin: an identifier that has had a Plex JWT is not for them. */
  const register = (name: string, clientIdentifier: string): Device | 'identifier-spent' =>
    deviceKeys.isSpent(clientIdentifier) ? 'identifier-spent' : admit(name, clientIdentifier)

  const revoke = (device: Owner): void => {
    endClassic(device)
    deviceKeys.remove(device)
  }

  /** Whose token it is, as they are now. */
  const findDevice = (token: string): Device | 1001 | 'token-expired' => {
    const device = devices.get(token) ?? deviceKeys.find(token) ?? 1001
    return isRefusal(device) ? device : { ...device, account: current(device.account) }
  }

  function* liveDevices(): Iterable<Device> {
    for (const device of [...devices.values(), ...deviceKeys.devices()])
      yield { ...device, account: current(device.account) }
  }

  const revokeTokens = (of: string): void => {
    const { uuid } = account(of)
    for (const device of [...liveDevices()]) if (device.account.uuid === uuid) revoke(device)
  }

  return {
    account,
    accounts,
    admit,
    revoke,
    now,
    home: createHome(accounts, now, admit),
    deviceKeys,
    pins: createPins(seed, now, (name, clientIdentifier) => {
      const device = register(name, clientIdentifier)
      return isRefusal(device) ? undefined : device
    }),
    servers: createMediaServers(servers, seed, now, liveDevices),

    /**
     * The address first, then the password (plex.tv asks for a code only after a right one), then the account's own
     * rules.
     */
    signIn({ login, password, verificationCode }: SignInForm, clientIdentifier: string, address: string) {
      if (isLocked(address)) return 1031
      const wanted = login.toLowerCase()
      const isMeant = (its: string | null) => wanted !== '' && its?.toLowerCase() === wanted
      const found = accounts.find(({ username, email }) => isMeant(username) || isMeant(email))
      if (found?.locked) return 1031
      if (!found || found.password === null || found.password !== password) return fail(address, 1001)
      if (found.emailOnly && !isMeant(found.email)) return 1030
      if (found.otpSecret && !verificationCode) return 1029
      if (!isVerified(found, verificationCode)) return fail(address, 1028)
      failures.delete(address)
      return register(found.name, clientIdentifier)
    },

    findDevice,
    revokeTokens,

    /** The entries of somebody's list of authorised devices: one each, also where there are two kinds of token. */
    devicesOf: ({ uuid }: Account): Device[] => {
      const own = [...liveDevices()].filter((device) => device.account.uuid === uuid)
      return [...new Map(own.map((device) => [device.clientIdentifier, device])).values()]
    },
    /** What that list calls an entry. */
    deviceId: (device: Device): number => 100_000_000 + (numbersFrom(`${seed}/${entryOf(device)}`)() % 900_000_000),
    /** Ends an installation, whoever is signed in there. */
    removeDevice(clientIdentifier: string): void {
      const found = [...liveDevices()].filter((device) => device.clientIdentifier === clientIdentifier)
      if (found.length === 0) throw new RangeError(`No device "${clientIdentifier}" is signed in.`)
      for (const device of found) revoke(device)
    },
    /** Keeps what an installation says of itself. */
    noteInstall: (clientIdentifier: string, install: Install): void => void installs.set(clientIdentifier, install),
    installOf: ({ clientIdentifier }: Device): Install =>
      installs.get(clientIdentifier) ?? { name: '', product: '', version: '', platform: '' },

    /** The Home shrinks; a managed user has no account outside of it. */
    removeFromHome(name: string): void {
      const leaving = account(name)
      if (!leaving.home) throw new RangeError(`"${name}" is in no Home.`)
      for (const [index, each] of accounts.entries()) {
        if (!each.home || !livesWith(leaving, each)) continue
        const home = each.name === name ? null : { ...each.home, size: each.home.size - 1 }
        accounts[index] = { ...each, home }
      }
      if (leaving.managed) revokeTokens(name)
    },

    /** What the person's authenticator shows now; empty without two-factor, which plex.tv takes as harmless. */
    currentCode(of: string): string {
      const { otpSecret } = account(of)
      return otpSecret ? codeAt(otpSecret, now()) : ''
    },
  }
}
