'use client'

import type { PlexProfile } from '@foyer/client'
import { useEffect, useMemo, useSyncExternalStore } from 'react'
import { usePlexContext } from '../PlexProvider.tsx'
import { isSignedIn } from '../user/userState.ts'
import { createProfileSwitch } from './profileSwitch.ts'
import { type ProfilesState, profilesStart } from './profilesState.ts'

/** What {@link usePlexProfiles} gives: the state, whose profile the session has, and the actions. */
export type UsePlexProfilesResult = ProfilesState & {
  /** The uuid of whoever is watching; null while that is to be said. */
  readonly currentUuid: string | null
  /** Switches to a profile, or asks for its PIN first. Stable; never rejects; ignored during a switch. */
  choose(profile: PlexProfile): void
  /** Switches to the profile whose PIN is asked for. The PIN goes to plex.tv, and into no state. Stable. */
  submitPin(profilePin: string): void
  /** Goes back from the PIN to the profiles. Stable. */
  back(): void
  /** Asks plex.tv anew who is in the Home. Stable. */
  reload(): void
}

/**
 * Reads who is in the account's Home, and switches between them, in a session with `profiles: askForProfile()`. A Home
 * of one without a PIN is no question: that profile is chosen by itself. Whoever watched last in this session is the first
 * of them. plex.tv is asked when the hook is first used,
 * when another account has signed in, and at `reload`.
 *
 * @example
 * ```tsx
 * import { Show } from '@foyer/ui'
 * import { usePlexProfiles } from '@foyer/hooks'
 *
 * export const Door = () => (
 *   <Show when="choosing-profile">
 *     <WhoIsWatching />
 *   </Show>
 * )
 *
 * function WhoIsWatching() {
 *   const home = usePlexProfiles()
 *   if (home.status === 'asking-pin') {
 *     return (
 *       <form
 *         onSubmit={(event) => {
 *           event.preventDefault()
 *           home.submitPin(String(new FormData(event.currentTarget).get('pin')))
 *         }}
 *       >
 *         <label>
 *           PIN of {home.profile.title} <input name="pin" type="password" inputMode="numeric" />
 *         </label>
 *         {home.error && <p role="alert">{home.error.code}</p>}
 *       </form>
 *     )
 *   }
 *   if (home.status !== 'choosing') return <p>{home.status}</p>
 *   return home.profiles.map((profile) => (
 *     <button type="button" key={profile.uuid} onClick={() => home.choose(profile)}>
 *       {profile.title}
 *     </button>
 *   ))
 * }
 * ```
 *
 * @throws `PlexError` `misuse` without a provider.
 */
export function usePlexProfiles(): UsePlexProfilesResult {
  const { session } = usePlexContext()
  const account = useSyncExternalStore(session.subscribe, session.getState, () => pending)
  const home = useMemo(() => createProfileSwitch(session), [session])
  const state = useSyncExternalStore(home.subscribe, home.getState, () => profilesStart)
  const isOpen = isSignedIn(account)
  useEffect(() => (isOpen ? home.open() : undefined), [home, isOpen])
  const currentUuid = account.status === 'signed-in' ? account.user.uuid : null
  const lastUuid = account.status === 'choosing-profile' ? account.lastUuid : currentUuid
  const ordered = useMemo(() => withFirst(state, lastUuid), [state, lastUuid])
  const { choose, submitPin, back, reload } = home
  return { ...ordered, currentUuid, choose, submitPin, back, reload }
}

/** Puts whoever watched last before the others, who stay in plex.tv's order. */
function withFirst(state: ProfilesState, lastUuid: string | null): ProfilesState {
  if (!('profiles' in state)) return state
  const isLast = ({ uuid }: PlexProfile) => uuid === lastUuid
  const { profiles } = state
  return { ...state, profiles: [...profiles.filter(isLast), ...profiles.filter((profile) => !isLast(profile))] }
}

const pending = { status: 'pending' } as const
