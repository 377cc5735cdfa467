import { PlexError, type PlexErrorCode, type PlexProfile } from '@foyer/client'
import type { ProfilesState, UsePlexProfilesResult } from '@foyer/hooks'
import { fn } from 'storybook/test'

/** Gives somebody of a Home, for stories. */
export const profileNamed = (title: string, more: Partial<PlexProfile> = {}): PlexProfile => ({
  uuid: title,
  title,
  avatarUrl: null,
  kind: 'account',
  admin: false,
  hasProfilePin: false,
  ...more,
})

export const noura = profileNamed('نورا حداد', { admin: true, hasProfilePin: true })
export const pip = profileNamed('Pip 🦊', { kind: 'managed' })
export const profiles = [
  noura,
  profileNamed('Tomás Vidal'),
  pip,
  profileNamed('Ingrid Solberg', { hasProfilePin: true }),
]

export const storyError = (code: PlexErrorCode) => new PlexError(code, 'Could not tell a story.')

/** Gives what the hook would for a Home's state, for stories of views. */
export const homeAt = (state: ProfilesState, currentUuid: string | null = null): { home: UsePlexProfilesResult } => ({
  home: { ...state, currentUuid, choose: fn(), submitPin: fn(), back: fn(), reload: fn() },
})

/** One state of each status: the type holds that none is missing. */
export const homeStatuses = {
  unavailable: homeAt({ status: 'unavailable' }),
  loading: homeAt({ status: 'loading' }),
  failed: homeAt({ status: 'failed', error: storyError('network') }),
  choosing: homeAt({ status: 'choosing', profiles, error: null }),
  'asking-pin': homeAt({ status: 'asking-pin', profiles, profile: noura, error: null }),
  switching: homeAt({ status: 'switching', profiles, profile: pip, withPin: false }),
} satisfies Record<ProfilesState['status'], object>
