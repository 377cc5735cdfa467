import type { PersonName } from '../account.ts'
import { createEmulator } from '../createEmulator.ts'
import { createTestClock } from '../createTestClock.ts'
import type { EmulatorOptions } from '../Emulator.ts'
import { callsOf } from './calls.ts'
import { createDevice } from './createDevice.ts'

/** An emulator, and devices that register keys with it. */
export function atDevice(options: EmulatorOptions = {}) {
  const emulator = createEmulator({ clock: createTestClock({ now: Date.UTC(2026, 10, 28) }), ...options })
  const calls = callsOf(emulator.fetch)
  const freshNonce = async (): Promise<string> => (await (await calls.nonce()).json()).nonce

  /** A device of somebody's with a classic token and a registered key. */
  const register = async (name: PersonName = 'plain', clientIdentifier = 'tests') => {
    const classic = emulator.tokenFor(name, clientIdentifier)
    const device = await createDevice(`key of ${name} on ${clientIdentifier}`, clientIdentifier)
    await calls.registerKey(device.jwk, classic)
    return {
      ...device,
      classic,
      /** Another Plex JWT. */
      async renew(payload: object = {}): Promise<string> {
        const signed = await device.sign({ nonce: await freshNonce(), ...payload })
        return (await (await calls.exchange(signed)).json()).auth_token
      },
    }
  }

  return {
    emulator,
    ...calls,
    freshNonce,
    register,
    /** What plex.tv says to a fresh signature of a key's. */
    tryKey: async (sign: (payload: object) => Promise<string>) =>
      read(await calls.exchange(await sign({ nonce: await freshNonce() }))),
    /** A device of somebody's that has a Plex JWT. */
    async signInByKey(name: PersonName = 'plain', clientIdentifier = 'tests') {
      const device = await register(name, clientIdentifier)
      return { ...device, jwt: await device.renew() }
    },
  }
}

/** A status, and what is said. */
export const read = async (response: Response) => {
  const text = await response.text()
  return [response.status, text && JSON.parse(text)]
}

const error = (status: number, message: string, code?: number) =>
  [status, { errors: [{ ...(code !== undefined && { code }), message, status }] }] as const

export const unauthorized = error(401, 'User could not be authenticated', 1001)
export const malformed = error(400, 'The request was malformed', 1004)
export const unknownKey = error(400, 'The key is not known, or is not that of the issuer', 1097)
export const expired = error(498, 'Token expired')
export const badSignature = error(422, 'Signature verification failed', 1008)
export const taken = error(422, 'Thumbprint already taken', 1008)
export const spent = error(422, 'This client identifier has had a device key, and cannot be registered again', 1008)
