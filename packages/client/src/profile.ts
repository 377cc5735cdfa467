import * as z from 'zod/mini'
import type { PlexClient } from './createPlexClient.ts'
import { record } from './json.ts'
import { ownProperties } from './ownProperties.ts'
import { isPlexError } from './PlexError.ts'
import { failure } from './refusal.ts'
import { type CallOptions, request } from './request.ts'
import type { PlexGrant } from './signIn.ts'
import { readDigits } from './typedCode.ts'
import { flag, isSafeImage, matches, name, type PlexUser, readGrant, text } from './user.ts'

/** Somebody of a Plex Home who may watch: its admin, a person with an account, or one that the admin made. */
export interface PlexProfile {
  /** Stable; what a switch names. */
  readonly uuid: string
  /** The name to show. May be empty. */
  readonly title: string
  /** An https URL (or one on the client's own `baseUrl`); null when there is none that is safe to load. */
  readonly avatarUrl: string | null
  readonly kind: PlexUser['kind']
  /** Manages the Home. */
  readonly admin: boolean
  /** Whether a switch to it asks for a PIN of four digits. */
  readonly hasProfilePin: boolean
}

/** Which profile, and its PIN if it has one. */
export interface ProfileChoice {
  /** Of {@link PlexProfile}. */
  readonly uuid: string
  /** Four digits, of any script, as the person typed them. Sent to plex.tv, and kept nowhere. */
  readonly profilePin?: string | undefined
}

const profileSchema = z.object({
  uuid: matches(/^[\w-]{1,64}$/),
  title: name,
  avatarUrl: text,
  kind: z.custom<PlexUser['kind']>(() => true),
  admin: flag,
  hasProfilePin: flag,
})

/**
 * Asks plex.tv who is in the account's Home: all who may watch, in plex.tv's order; nobody, or the account alone, where
 * there is no Home. Tried up to three times when no answer comes or plex.tv fails.
 *
 * Protocol: `GET /api/v2/home/users`.
 *
 * @example
 * ```ts
 * import { getProfiles, type PlexSession } from '@foyer/client'
 *
 * export const readTitles = async (session: PlexSession) =>
 *   (await session.call(getProfiles)).map(({ title }) => title)
 * ```
 *
 * @see https://github.com/edde746/plezy the answer, and its users
 * @throws {@link PlexError} what `getUser` throws.
 */
export function getProfiles(client: PlexClient, token: string, options?: CallOptions): Promise<readonly PlexProfile[]> {
  return request(client, {
    ...options,
    task: 'read the profiles',
    method: 'GET',
    path: '/api/v2/home/users',
    retries: 2,
    token,
    read(answer) {
      const { users } = record(answer)
      if (!Array.isArray(users)) return undefined
      return users
        .map((user) => profileSchema.safeParse(describe(client, user)).data)
        .filter((profile) => profile !== undefined)
    },
  })
}

/** Our profile of plex.tv's user of a Home, not checked yet. */
function describe({ baseUrl }: PlexClient, user: unknown) {
  const { uuid, friendlyName, title, username, thumb, guest, restricted, admin, protected: hasPin } = record(user)
  return {
    uuid,
    title: friendlyName || title || username,
    avatarUrl: isSafeImage(thumb, baseUrl) && thumb,
    kind: guest === true ? 'guest' : restricted === true ? 'managed' : 'account',
    admin,
    hasProfilePin: hasPin,
  }
}

/** plex.tv's one number for a PIN that is missing and for one that is wrong. */
const PIN_REFUSED = 1041

/**
 * Switches to a profile of the account's Home: gives a token of that person's. It opens plex.tv as they; at a server
 * the server's own counts, by `getServerToken` with the new one.
 *
 * plex.tv checks a PIN only when one is sent, so that the Home is read first, and a profile that has one is not switched
 * to without. Protocol: `GET /api/v2/home/users`, `POST /api/v2/home/users/{uuid}/switch`.
 *
 * @example
 * ```ts
 * import { type PlexClient, switchProfile } from '@foyer/client'
 *
 * export const watchAs = (client: PlexClient, token: string, uuid: string, profilePin: string) =>
 *   switchProfile(client, token, { uuid, profilePin })
 * ```
 *
 * @param token - of somebody of the Home.
 * @see https://github.com/pkkid/python-plexapi `switchHomeUser`
 * @throws {@link PlexError} `profile-pin-required`; `profile-pin-invalid`, also without asking for what is not four
 *   digits; `not-found` for a profile that is not in the Home any more; what `getProfiles` throws.
 */
export async function switchProfile(
  client: PlexClient,
  token: string,
  choice: ProfileChoice,
  options?: CallOptions,
): Promise<PlexGrant> {
  const task = 'switch the profile'
  const { uuid, profilePin } = ownProperties(choice)
  const pin = profilePin && readDigits(profilePin)
  const profile = (await getProfiles(client, token, options)).find((each) => each.uuid === uuid)
  if (!profile) throw failure({ task }, 'not-found')
  if (profile.hasProfilePin && !profilePin) throw failure({ task }, 'profile-pin-required')
  if (profilePin && pin?.length !== 4) throw failure({ task }, 'profile-pin-invalid')
  try {
    return await request(client, {
      ...options,
      task,
      method: 'POST',
      path: `/api/v2/home/users/${uuid}/switch`,
      // plex.tv has been seen to read a PIN from here only.
      query: pin ? { pin } : undefined,
      token,
      read(answer) {
        const grant = readGrant(client, answer)
        // Nobody becomes somebody whom they did not choose.
        return grant?.user.uuid === uuid ? grant : undefined
      },
    })
  } catch (error) {
    if (!isPlexError(error) || error.plexCode !== PIN_REFUSED) throw error
    const { status, plexCode } = error
    throw failure({ task }, profilePin ? 'profile-pin-invalid' : 'profile-pin-required', { status, plexCode })
  }
}
