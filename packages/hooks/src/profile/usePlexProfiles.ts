'use client'

import { getProfiles, type PlexProfile } from '@foyer/client'
import { useCallback, useEffect, useReducer, useRef, useSyncExternalStore } from 'react'
import { usePlexContext } from '../PlexProvider.tsx'
import { toPlexError } from '../toPlexError.ts'
import { type ProfilesState, profilesStart, reduceProfiles } from './profilesState.ts'

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
 * of one without a PIN is no question: that profile is chosen by itself. plex.tv is asked when the hook is first used,
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
  const [state, send] = useReducer(reduceProfiles, profilesStart)
  const [asks, reload] = useReducer((count: number) => count + 1, 0)
  const asked = useRef(state)
  useEffect(() => {
    asked.current = state
  })
  /** Aborts what was begun for this account, and with this page. */
  const controller = useRef(new AbortController())
  const isSwitching = useRef(false)
  const isOpen = account.status === 'signed-in' || account.status === 'choosing-profile'

  const switchTo = useCallback(
    async (profile: PlexProfile, profilePin?: string) => {
      if (isSwitching.current) return
      isSwitching.current = true
      const { signal } = controller.current
      send({ type: 'submitted', profile })
      try {
        await session.chooseProfile({ uuid: profile.uuid, profilePin }, { signal })
        if (!signal.aborted) send({ type: 'switched' })
      } catch (error) {
        if (!signal.aborted) send({ type: 'refused', error: toPlexError(error, 'switch the profile') })
      } finally {
        isSwitching.current = false
      }
    },
    [session],
  )
  // `asks` is what `reload` counts.
  // biome-ignore lint/correctness/useExhaustiveDependencies: it stands for the wish to ask again.
  useEffect(() => {
    if (!isOpen) return send({ type: 'closed' })
    const own = new AbortController()
    controller.current = own
    const { signal } = own
    send({ type: 'asked' })
    session.call(getProfiles, { signal }).then(
      (profiles) => {
        if (signal.aborted) return
        send({ type: 'read', profiles })
        const [only] = profiles
        const mustSay = session.getState().status === 'choosing-profile'
        if (mustSay && only && profiles.length === 1 && !only.hasProfilePin) void switchTo(only)
      },
      (error) => {
        if (!signal.aborted) send({ type: 'failed', error: toPlexError(error, 'read the profiles') })
      },
    )
    return () => own.abort()
  }, [session, isOpen, asks, switchTo])

  const choose = useCallback(
    (profile: PlexProfile) => {
      if (isSwitching.current) return
      if (profile.hasProfilePin) send({ type: 'pin-wanted', profile })
      else void switchTo(profile)
    },
    [switchTo],
  )
  const submitPin = useCallback(
    (profilePin: string) => {
      if (asked.current.status === 'asking-pin') void switchTo(asked.current.profile, profilePin)
    },
    [switchTo],
  )
  const back = useCallback(() => send({ type: 'back' }), [])
  const currentUuid = account.status === 'signed-in' ? account.user.uuid : null
  return { ...state, currentUuid, choose, submitPin, back, reload }
}

const pending = { status: 'pending' } as const
