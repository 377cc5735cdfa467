import { abortReason, createDeadline, type Deadline, untilAborted } from './clock.ts'
import type { PlexClient } from './createPlexClient.ts'
import { hasTrait } from './errorTraits.ts'
import { openTokenRecord } from './openTokenRecord.ts'
import { ownProperties } from './ownProperties.ts'
import { isPlexError, PlexError, type PlexErrorCode } from './PlexError.ts'
import type { CallOptions } from './request.ts'
import type { DeviceKeys, KeptToken } from './session/DeviceKeys.ts'
import { exclusively } from './session/exclusively.ts'
import type { SessionStore } from './session/ownRecords.ts'
import { warnOnce } from './storage.ts'
import { readAge, readLife, type TokenLife } from './token.ts'
import { accountToken } from './user.ts'

/** What {@link createTokenSource} takes. */
export type TokenSourceOptions = {
  /**
   * Brings a token, when nothing is kept that can be used: any way to a grant, by the source's own client. Called once,
   * however many wait. What it rejects with is theirs; a no that a repeat would not change, a wrong password say, is not
   * asked for again before `forget()`, or before the time that plex.tv asked to wait for.
   */
  register: (client: PlexClient) => PromiseLike<{ readonly token: string }>
} & (
  | {
      /**
       * Where the token is kept, and nothing else is: in Node a file, of `createFileStore`.
       *
       * @default memory
       */
      store?: SessionStore | undefined
      keys?: undefined
    }
  | {
      /** Makes tokens end after seven days, and renews them: `deviceKeys()` of `@foyer/client/device-keys`. */
      keys: DeviceKeys
      /** Needed here: a process that forgot its token would be one more device of the account each time it starts. */
      store: SessionStore
    }
)

/** Where a script or a server has its token from. */
export interface TokenSource {
  /** Use this one for calls. With `keys` it is another than the one that was given. */
  readonly client: PlexClient
  /**
   * A token that can be used: the one that is kept, renewed where that is due, or else a new one.
   *
   * @param options - the signal calls off this waiting, and nothing that others wait for.
   * @throws what `register` rejects with; {@link PlexError} `storage` when the store can't be read; what the renewal of
   *   a token that has ended throws, but for a lost key: that leads to `register`.
   */
  getToken(options?: Pick<CallOptions, 'signal'>): Promise<string>
  /**
   * Calls plex.tv with the token. One that plex.tv refuses is renewed once, and the call made again; one that can't be
   * renewed is forgotten, so that the next call registers anew.
   *
   * @throws {@link PlexError} what `getToken` and the operation throw.
   */
  call<T>(
    operation: (client: PlexClient, token: string, options: CallOptions) => Promise<T>,
    options?: CallOptions,
  ): Promise<T>
  /** Forgets the token here, and an error of `register`. `revokeToken` ends it at plex.tv. */
  forget(): Promise<void>
}

/** What no repeat changes; and a failed sign-in counts towards plex.tv's lock of the network address. */
const unchanging: readonly PlexErrorCode[] = [
  'invalid-credentials',
  'email-required',
  'verification-required',
  'verification-invalid',
  'access-denied',
  'misuse',
]

/** How long another tab's registration is waited for: a person may be typing a code. */
const REGISTER_MS = 60_000

/**
 * Gives a script, a server or any page without people at a form a token that can always be used: registers when there
 * is none, keeps it, and renews it. One registration and one renewal at a time, however many ask.
 *
 * @example
 * ```ts
 * import { createPin, createPlexClient, createTokenSource, getServers, waitForPin } from '@foyer/client'
 *
 * const plex = createPlexClient({ product: 'Reelroom CLI', clientIdentifier: 'cli-1' })
 *
 * export const source = createTokenSource(plex, {
 *   async register(client) {
 *     const pin = await createPin(client, 'link')
 *     console.log(`Go to ${pin.url} and type ${pin.code}`)
 *     return waitForPin(client, pin)
 *   },
 * })
 *
 * export const readServers = () => source.call(getServers)
 * ```
 *
 * @throws {@link PlexError} `misuse` when there is no `register`.
 */
export function createTokenSource(given: PlexClient, options: TokenSourceOptions): TokenSource {
  const { register, store, keys: deviceKeys } = ownProperties(options)
  if (typeof register !== 'function') throw new PlexError('misuse', 'Could not create a token source: no register.')
  const keys = deviceKeys?.open(given)
  const client = keys?.client ?? given
  const { clock } = client
  const tokenRecord = openTokenRecord(store, clock)
  /** What was read or written last; null for nothing, or not read yet. */
  let kept: KeptToken | null = null
  /** The answer to whoever asks while it can be used, without a step more than a variable takes. */
  let answer: Promise<string> | undefined
  let life: TokenLife | undefined
  /** Grows with each `forget`: what was under way by then is kept nowhere. */
  let generation = 0
  let obtaining: Promise<KeptToken> | undefined
  let refusal: { readonly error: unknown; readonly until: Deadline } | undefined

  function hold(next: KeptToken | null): void {
    kept = next
    answer = next ? Promise.resolve(next.token) : undefined
    life = next ? readLife(next) : undefined
  }
  async function read(): Promise<KeptToken | null> {
    hold(await tokenRecord.read())
    return kept
  }
  async function write(next: KeptToken): Promise<KeptToken> {
    hold(next)
    await tokenRecord.write(next)
    return next
  }
  async function drop(token: string): Promise<void> {
    if (kept?.token === token) hold(null)
    await tokenRecord.remove(token)
    await keys?.forget(token).catch(() => warnOnce('device keys', 'one was not forgotten'))
  }

  async function registerNow(): Promise<KeptToken> {
    if (refusal && refusal.until.leftMs() > 0) throw refusal.error
    const begun = generation
    try {
      const brought: { readonly token?: unknown } | undefined = await register(client)
      const token = accountToken.safeParse(brought?.token).data
      if (!token) throw new PlexError('misuse', 'Could not use what register brought: it is no token.')
      const next = { token: (await keys?.exchange(token)) ?? token, tokenAt: clock.now() }
      refusal = undefined
      return begun === generation ? await write(next) : next
    } catch (error) {
      if (isPlexError(error) && (error.retryAfterMs || unchanging.includes(error.code))) {
        refusal = { error, until: createDeadline(clock, error.retryAfterMs ?? Number.POSITIVE_INFINITY) }
      }
      throw error
    }
  }
  /** Null where nothing is left that can be used. */
  async function renewed(current: KeptToken, isDead: boolean): Promise<KeptToken | null> {
    const begun = generation
    const place = {
      read: async () => (await read()) ?? current,
      write: async (next: KeptToken) => (begun === generation ? write(next) : next),
    }
    try {
      if (keys) return await keys.renew(current, isDead, place)
      // One that came from elsewhere can't be renewed here.
      if (readAge(readLife(current), clock.now()) !== 'over') return current
    } catch (error) {
      if (!hasTrait(error, 'dead-token')) throw error
    }
    await drop(current.token)
    return null
  }
  /** Somebody else may have registered while this one waited for its turn. */
  async function findOrRegister(dropped: string | undefined): Promise<KeptToken> {
    const found = await read()
    // A store that can't be cleared still has the one that was dropped.
    return found && found.token !== dropped ? found : registerNow()
  }
  /** Without a store there is nobody to share a token with, and none to wait for. */
  const registerOnce = (dropped: string | undefined) =>
    store
      ? exclusively(`foyer.registration.${client.name}`, clock, () => findOrRegister(dropped), REGISTER_MS)
      : registerNow()

  async function obtain(): Promise<KeptToken> {
    const current = kept ?? (await read())
    return (current && (await renewed(current, false))) ?? registerOnce(current?.token)
  }
  function getKept(): Promise<KeptToken> {
    const begun = obtaining ?? obtain()
    obtaining = begun
    const done = () => {
      if (obtaining === begun) obtaining = undefined
    }
    begun.then(done, done)
    return begun
  }

  const getToken: TokenSource['getToken'] = (callOptions) => {
    // Nothing that has no end is asked the time for.
    if (answer !== undefined && (!life || readAge(life, clock.now()) === 'fresh')) return answer
    const { signal } = ownProperties(callOptions)
    if (signal?.aborted) return Promise.reject(abortReason(signal))
    return untilAborted(signal, getKept()).then(({ token }) => token)
  }

  return {
    client,
    getToken,
    async call(operation, callOptions = {}) {
      const token = await getToken(callOptions)
      try {
        return await operation(client, token, callOptions)
      } catch (error) {
        if (!hasTrait(error, 'dead-token')) throw error
        const dead: KeptToken = kept?.token === token ? kept : { token }
        const next = await renewed(dead, true)
        if (next && next.token !== token) return operation(client, next.token, callOptions)
        await drop(token)
        throw error
      }
    },
    async forget() {
      refusal = undefined
      generation++
      obtaining = undefined
      const token = (kept ?? (await read()))?.token
      if (token) await drop(token)
    },
  }
}
