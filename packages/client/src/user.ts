import * as z from 'zod/mini'
import type { PlexClient } from './createPlexClient.ts'
import { record } from './json.ts'
import { type CallOptions, request } from './request.ts'

/**
 * A person with a Plex account. Plain JSON on purpose: it is stored, sent to a backend, and compared by structure.
 *
 * It holds no secret: of plex.tv's user object `authToken`, the hashed `pin` and the tokens in `services` stay out. So
 * does what tells an app nothing about who signed in: playback and language preferences (`profile`), newsletters
 * (`mailingList…`), consent to advertising (`ads…`), what plex.tv keeps of itself (`scrobbleTypes`, `queue…`,
 * `anonymous`, `attributionPartner`, `certificateVersion`, `cloudSyncDevice`, `experimentalFeatures`,
 * `rememberExpiresAt`, which is no expiry of the token), roles and entitlements on plex.tv's own site, the history of
 * payments, and the size of the Home.
 */
export interface PlexUser {
  /** Positive integer, stable; what apps should know an account by. */
  readonly id: number
  /** Stable too; what a switch of profiles names. */
  readonly uuid: string
  /** The name to show: the friendly name if there is one, else the title, else the username. May be empty. */
  readonly title: string
  /** Empty for a managed user. */
  readonly username: string
  /** Null for a managed user. */
  readonly email: string | null
  /** An https URL (or one on the client's own `baseUrl`); null when there is none that is safe to load. */
  readonly avatarUrl: string | null
  /** `managed`: a profile that a Home's admin made, without its own sign-in. `guest`: a visitor in a Home. */
  readonly kind: 'account' | 'managed' | 'guest'
  /** Belongs to a Plex Home. */
  readonly inHome: boolean
  /** Manages that Home. */
  readonly homeAdmin: boolean
  /** Whether switching to this profile asks for a PIN. */
  readonly hasProfilePin: boolean
  /** Signing in with a password asks for a code too. */
  readonly twoFactor: boolean
  /** ISO instant. */
  readonly joinedAt: string | null
  /** Two letters. */
  readonly country: string | null
  /** A language tag, when the person chose one. */
  readonly locale: string | null
  /** Plex Pass. `since` (ISO instant) may be there for one that has lapsed. */
  readonly subscription: {
    readonly active: boolean
    readonly plan: string | null
    readonly since: string | null
    readonly features: readonly string[]
  }
}

// plex.tv adds, drops and changes decorative fields at any time: each of these reads anything, and has a default.
// A transform is asked about a field that is missing too.
// The mark lets a bundler leave out the schemas, and zod with them, where nothing is read by them.
/** @internal A field that reads anything. */
/* @__NO_SIDE_EFFECTS__ */
export const reads = <T>(read: (value: unknown) => T) => z.transform(read)
/** @internal Null for what is no text, or an empty one. */
export const text = reads((value) => (typeof value === 'string' && value ? value : null))
/** @internal Empty for what is no text. */
export const name = reads((value) => (typeof value === 'string' ? value : ''))
/** @internal True only when it says so. */
export const flag = reads((value) => value === true)
const texts = reads((value) => (Array.isArray(value) ? value.filter((item) => typeof item === 'string') : []))
/** @internal */
export const instant = reads((value) => {
  // Epoch seconds, an ISO instant, or "2023-09-19 00:00:00 UTC"; what is none of these makes no date.
  const date = new Date(typeof value === 'number' ? value * 1000 : typeof value === 'string' ? value : 0)
  return date.getTime() ? date.toISOString() : null
})
const kind = reads((value): PlexUser['kind'] => (value === 'managed' || value === 'guest' ? value : 'account'))

/** @internal A text of a pattern. */
/* @__NO_SIDE_EFFECTS__ */
export const matches = (pattern: RegExp) =>
  z.custom<string>((value) => typeof value === 'string' && pattern.test(value))

/**
 * @internal An account token: visible ASCII, which may travel in a header. plex.tv's have 20 characters, or about 540 as a JWT.
 */
export const accountToken = matches(/^[\x21-\x7e]{1,4096}$/)

/** @internal A user, from plex.tv, storage or an app's server: only id and uuid are required. */
export const userSchema = z.object({
  id: z.custom<number>((value) => Number.isSafeInteger(value) && (value as number) > 0),
  uuid: matches(/^[\w-]{1,64}$/),
  title: name,
  username: name,
  email: text,
  avatarUrl: text,
  kind,
  inHome: flag,
  homeAdmin: flag,
  hasProfilePin: flag,
  twoFactor: flag,
  joinedAt: instant,
  country: text,
  locale: text,
  // A subscription that is missing altogether reads as an empty one; each of its fields reads anything.
  subscription: z.pipe(reads(record), z.object({ active: flag, plan: text, since: instant, features: texts })),
}) satisfies z.ZodMiniType<PlexUser>

/** Our user of plex.tv's; undefined for an answer that names nobody. */
export function readUser(client: PlexClient, answer: unknown): PlexUser | undefined {
  const raw = record(answer)
  const subscription = record(raw.subscription)
  return userSchema.safeParse({
    id: raw.id,
    uuid: raw.uuid,
    title: raw.friendlyName || raw.title || raw.username,
    username: raw.username,
    email: raw.email,
    avatarUrl: isSafeImage(raw.thumb, client.baseUrl) && raw.thumb,
    kind: raw.guest === true ? 'guest' : raw.restricted === true && 'managed',
    inHome: raw.home,
    homeAdmin: raw.homeAdmin,
    hasProfilePin: raw.protected,
    twoFactor: raw.twoFactorEnabled,
    joinedAt: raw.joinedAt,
    country: raw.country,
    locale: raw.locale,
    subscription: {
      active: subscription.active,
      plan: subscription.plan,
      since: subscription.subscribedAt,
      features: subscription.features,
    },
  }).data
}

/** A grant, of a user that plex.tv answers with a token in it; undefined for an answer that is none. */
export function readGrant(client: PlexClient, answer: unknown): { token: string; user: PlexUser } | undefined {
  const token = accountToken.safeParse(record(answer).authToken).data
  const user = readUser(client, answer)
  return token && user ? { token, user } : undefined
}

/** What a page may load as a picture: https without credentials, or from where the API answers. */
export const isSafeImage = (url: unknown, baseUrl: string) =>
  typeof url === 'string' && (/^https:\/\/[\w.:-]+\//.test(url) || url.startsWith(`${baseUrl}/`))

/**
 * Asks plex.tv whose token this is. Tried up to three times when no answer comes or plex.tv fails.
 * Protocol: `GET /api/v2/user`; only a 401 says that the token is dead.
 *
 * @example
 * ```ts
 * import { getUser, type PlexSession } from '@foyer/client'
 *
 * export const readName = async (session: PlexSession) => (await session.call(getUser)).title
 * ```
 *
 * @see https://github.com/LukeHagar/plex-api-spec recordings of the answer
 * @throws {@link PlexError} `unauthorized`, `token-expired`, `rate-limited`, `network`, `timeout`, `server`,
 *   `unexpected-response`, `forbidden`, `not-found`, `rejected`; `misuse` without a client identifier.
 */
export function getUser(client: PlexClient, token: string, options?: CallOptions): Promise<PlexUser> {
  return request(client, {
    ...options,
    task: 'read the user',
    method: 'GET',
    path: '/api/v2/user',
    retries: 2,
    token,
    read: (answer) => readUser(client, answer),
  })
}
