import * as z from 'zod/mini'
import { createDeadline, type Deadline } from './clock.ts'
import type { PlexClient } from './createPlexClient.ts'
import { isPlexError, PlexError } from './PlexError.ts'
import { failure } from './refusal.ts'
import { type CallOptions, readIdentifier, request, writeQuery } from './request.ts'
import { pendingRevocations } from './revocations.ts'
import { normalizeLinkCode } from './typedCode.ts'
import { accountToken, flag, matches } from './user.ts'

/** A short code that a person types at plex.tv/link. It has no page of its own to approve it on. */
export interface LinkPin {
  readonly kind: 'link'
  /** plex.tv's name for the pin; it stays out of the addresses of pages. */
  readonly id: number
  /** Four capital letters and digits. */
  readonly code: string
  /** Where it is typed. */
  readonly url: string
  /** The same with the code filled in, for a QR code. */
  readonly urlWithCode: string
  /** When plex.tv forgets it: a quarter of an hour, as a rule. */
  readonly expires: Deadline
}

/** A long code that a person approves on plex.tv's own page, and never sees. */
export interface StrongPin {
  readonly kind: 'strong'
  /** plex.tv's name for the pin; it stays out of the addresses of pages. */
  readonly id: number
  /** The page; the code is in its fragment. */
  readonly authUrl: string
  /** When plex.tv forgets it: half an hour, as a rule. */
  readonly expires: Deadline
}

/** The kinds of pin by their names. */
export interface PinKinds {
  link: LinkPin
  strong: StrongPin
}

/** A pin of one kind, or of any. */
export type Pin<K extends keyof PinKinds = keyof PinKinds> = PinKinds[K]

/** What plex.tv says of a pin. The deadline is the pin's own object as long as plex.tv agrees with it. */
export type PinCheck =
  | { status: 'waiting'; expires: Deadline }
  | { status: 'approved'; token: string; newAccount: boolean }
  | { status: 'expired' }

const pinAnswer = z.object({
  id: z.custom<number>((value) => Number.isSafeInteger(value)),
  code: matches(/^\w{4,64}$/),
  clientIdentifier: z.unknown(),
  expiresIn: z.custom<number>((value) => Number.isFinite(value)),
  authToken: z.custom<string | null>((value) => value === null || accountToken.safeParse(value).success),
  newRegistration: flag,
})

/** Until when plex.tv asked each client to make no pin, on the clock that only goes forward. */
const toldUntilMs = new WeakMap<PlexClient, number>()

/** Remembers an answer that asks to wait: a person who presses a button again and again must not go on asking. */
function rememberWait(client: PlexClient, error: unknown): void {
  if (isPlexError(error) && error.retryAfterMs) toldUntilMs.set(client, client.clock.elapsed() + error.retryAfterMs)
}

const isOver = (error: unknown): error is PlexError =>
  isPlexError(error) && (error.code === 'not-found' || error.plexCode === 1020)

/**
 * Makes a pin. Do it in the browser that will approve it: plex.tv compares the addresses, and warns of a foreign
 * device. Protocol: `POST /api/v2/pins`; a short pin lives 15 minutes, a strong one 30, and `expiresIn` says it.
 *
 * @example
 * ```ts
 * import { createPin, createPlexClient, waitForPin } from '@foyer/client'
 *
 * const plex = createPlexClient({ product: 'Reelroom', clientIdentifier: 'one-id-per-install' })
 *
 * export async function link() {
 *   const pin = await createPin(plex, 'link')
 *   console.log(`Open ${pin.url} and enter ${pin.code}.`)
 *   return waitForPin(plex, pin)
 * }
 * ```
 *
 * @see https://developer.plex.tv/pms/ "Authenticating with Plex"
 * @throws {@link PlexError} `rate-limited`, also without asking, for as long as plex.tv last asked to wait;
 *   `network`, `timeout`, `server`, `unexpected-response`, `unauthorized`, `forbidden`, `not-found`, `rejected`;
 *   `device-key-taken` with device keys; `misuse` without a client identifier.
 */
export async function createPin<K extends keyof PinKinds>(
  client: PlexClient,
  kind: K,
  options?: CallOptions,
): Promise<Pin<K>> {
  const { linkUrl, clock } = client
  const task = 'make a pin'
  const waitMs = (toldUntilMs.get(client) ?? Number.NEGATIVE_INFINITY) - clock.elapsed()
  if (waitMs > 0) throw failure({ task }, 'rate-limited', { retryAfterMs: waitMs })
  const key = await client.readDeviceKey?.()
  const clientID = key?.clientIdentifier ?? (await readIdentifier(client, task, options))
  const { id, code, expiresIn } = await request(client, {
    ...options,
    task,
    method: 'POST',
    path: '/api/v2/pins',
    ...(key
      ? { json: { jwk: key.jwk, strong: kind === 'strong' }, on422: 'device-key-taken' }
      : { query: kind === 'strong' ? { strong: 'true' } : undefined }),
    after: pendingRevocations(client),
    read(answer) {
      const pin = pinAnswer.safeParse(answer).data
      return pin?.clientIdentifier === clientID && pin.expiresIn > 0 ? pin : undefined
    },
  }).catch(async (error: unknown) => {
    rememberWait(client, error)
    if (isPlexError(error) && error.code === 'device-key-taken') await key?.discard()
    throw error
  })
  const expires = createDeadline(clock, expiresIn * 1000)
  const pin: Pin =
    kind === 'strong'
      ? { kind: 'strong', id, authUrl: createAuthUrl(client, clientID, code), expires }
      : { kind: 'link', id, code, url: linkUrl, urlWithCode: `${linkUrl}/?pin=${code}`, expires }
  return pin as Pin<K>
}

function createAuthUrl({ appUrl, product }: PlexClient, clientIdentifier: string, code: string): string {
  return `${appUrl}#?${writeQuery({ clientID: clientIdentifier, code, 'context[device][product]': product })}`
}

/**
 * Asks once whether the pin is approved. Not tried again by itself: ask again later.
 * Protocol: `GET /api/v2/pins/{id}`; a 404, or code 1020, says that it is over, whatever the reason.
 *
 * @see https://developer.plex.tv/pms/ "Authenticating with Plex"
 *
 * @throws {@link PlexError} `rate-limited`, `network`, `timeout`, `server`, `forbidden`, `rejected`; and
 *   `unexpected-response` also for an answer about another pin or another client.
 */
export async function checkPin(client: PlexClient, pin: Pin, options?: CallOptions): Promise<PinCheck> {
  const key = await client.readDeviceKey?.()
  const clientIdentifier =
    key?.clientIdentifier ?? (await readIdentifier(client, 'check the pin', { timeoutMs: 5000, ...options }))
  try {
    const { expiresIn, authToken, newRegistration } = await request(client, {
      timeoutMs: 5000,
      ...options,
      task: 'check the pin',
      method: 'GET',
      path: `/api/v2/pins/${pin.id}`,
      // plex.tv reads it from here only. It opens nothing but this pin.
      query: key ? { deviceJWT: await key.sign() } : undefined,
      read(answer) {
        const data = pinAnswer.safeParse(answer).data
        if (data?.id !== pin.id || data.clientIdentifier !== clientIdentifier) return
        const isThisCode =
          pin.kind === 'link'
            ? pin.code === data.code
            : pin.authUrl === createAuthUrl(client, clientIdentifier, data.code)
        return isThisCode ? data : undefined
      },
    })
    if (authToken) return { status: 'approved', token: authToken, newAccount: newRegistration }
    const leftMs = expiresIn * 1000
    if (leftMs <= 0) return { status: 'expired' }
    // A difference below three seconds is no disagreement: plex.tv counts whole seconds, and its answer was on its way.
    const agrees = Math.abs(pin.expires.leftMs() - leftMs) < 3000
    return { status: 'waiting', expires: agrees ? pin.expires : createDeadline(client.clock, leftMs) }
  } catch (error) {
    if (isOver(error)) return { status: 'expired' }
    if (isPlexError(error) && error.status === 422) key?.distrustClock()
    rememberWait(client, error)
    throw error
  }
}

/**
 * Approves a link code with a token, as plex.tv/link does; however it was typed. Only for a code that the person typed
 * themselves: approving one that came by a URL would sign somebody else in as them.
 * Protocol: `PUT /api/v2/pins/link`.
 *
 * @example
 * ```ts
 * import { approvePin, type PlexSession } from '@foyer/client'
 *
 * export const approve = (session: PlexSession, typed: string) =>
 *   session.call((plex, token, options) => approvePin(plex, token, typed, options))
 * ```
 *
 * @see https://github.com/pkkid/python-plexapi `plexapi/myplex.py`
 * @throws {@link PlexError} `pin-not-found` for a code that is wrong or over; `unauthorized`, `token-expired`,
 *   `rate-limited`, `network`, `timeout`, `server`, `unexpected-response`, `forbidden`, `rejected`.
 */
export async function approvePin(
  client: PlexClient,
  token: string,
  code: string,
  options?: CallOptions,
): Promise<void> {
  const task = 'approve the pin'
  try {
    const form = { code: normalizeLinkCode(code) }
    await request(client, { ...options, task, method: 'PUT', path: '/api/v2/pins/link', token, form })
  } catch (error) {
    if (isOver(error)) throw failure({ task }, 'pin-not-found', { status: error.status, plexCode: error.plexCode })
    throw error
  }
}

/**
 * The pin's page, which sends the person on to `forwardUrl` once they have approved, and only then.
 *
 * @throws {@link PlexError} `misuse` when it is not an absolute http or https URL: plex.tv would leave the person at
 * its home.
 */
export function authUrlReturningTo(pin: StrongPin, forwardUrl: string): string {
  // A URL without backslashes, control characters and credentials reads the same to plex.tv and to a browser.
  if (/^https?:\/\/[\w.:[\]-]+(\/[\x21-\x5b\x5d-\x7e]*)?$/.test(forwardUrl)) {
    return `${pin.authUrl}&forwardUrl=${encodeURIComponent(forwardUrl)}`
  }
  throw new PlexError('misuse', 'Could not use forwardUrl: not http(s).')
}
