import type { PlexError, PlexProfile } from '@foyer/client'

/** Who of a Home may watch, and the way from one to another. No PIN is in it. */
export type ProfilesState =
  /** Nobody is signed in, or that is not known yet. */
  | { readonly status: 'unavailable' }
  /** plex.tv is asked who is in the Home. */
  | { readonly status: 'loading' }
  /** It could not be asked. */
  | { readonly status: 'failed'; readonly error: PlexError }
  /** One can be chosen. `error` says why the last switch came to nothing. */
  | {
      readonly status: 'choosing'
      readonly profiles: readonly PlexProfile[]
      readonly error: PlexError | null
    }
  /** The profile that was chosen has a PIN. `error` says what was wrong with the last one. */
  | {
      readonly status: 'asking-pin'
      readonly profiles: readonly PlexProfile[]
      readonly profile: PlexProfile
      readonly error: PlexError | null
    }
  /** plex.tv is asked to switch; another choice is ignored. `withPin`: a PIN was given, and may have to be mended. */
  | {
      readonly status: 'switching'
      readonly profiles: readonly PlexProfile[]
      readonly profile: PlexProfile
      readonly withPin: boolean
    }

/** What happens to it. */
export type ProfilesEvent =
  | { type: 'closed' }
  | { type: 'asked' }
  | { type: 'failed'; error: PlexError }
  | { type: 'read'; profiles: readonly PlexProfile[] }
  | { type: 'pin-wanted'; profile: PlexProfile }
  | { type: 'back' }
  | { type: 'submitted'; profile: PlexProfile; withPin: boolean }
  | { type: 'refused'; error: PlexError }
  | { type: 'switched' }

export const profilesStart: ProfilesState = { status: 'unavailable' }

export function reduceProfiles(state: ProfilesState, event: ProfilesEvent): ProfilesState {
  switch (event.type) {
    case 'closed':
      return profilesStart
    case 'asked':
      return { status: 'loading' }
    case 'failed':
      return { status: 'failed', error: event.error }
    case 'read':
      return { status: 'choosing', profiles: event.profiles, error: null }
    case 'pin-wanted':
      return hasProfiles(state) ? { ...asking(state, event.profile), error: null } : state
    case 'back':
      return state.status === 'asking-pin' ? { status: 'choosing', profiles: state.profiles, error: null } : state
    case 'submitted':
      return hasProfiles(state)
        ? { status: 'switching', profiles: state.profiles, profile: event.profile, withPin: event.withPin }
        : state
    case 'refused':
      return state.status === 'switching' ? refused(state, event.error) : state
    case 'switched':
      return hasProfiles(state) ? { status: 'choosing', profiles: state.profiles, error: null } : state
  }
}

/** A PIN set a moment ago is asked for; one that was given stays where it can be mended, or sent again. */
function refused(state: ProfilesState & { status: 'switching' }, error: PlexError): ProfilesState {
  if (error.code === 'profile-pin-required') return { ...asking(state, state.profile), error: null }
  if (state.withPin && error.code !== 'not-found') return { ...asking(state, state.profile), error }
  return { status: 'choosing', profiles: state.profiles, error }
}

type Open = Extract<ProfilesState, { profiles: readonly PlexProfile[] }>
const hasProfiles = (state: ProfilesState): state is Open => 'profiles' in state

const asking = ({ profiles }: Open, profile: PlexProfile) => ({ status: 'asking-pin', profiles, profile }) as const
