import type { PlexProfile } from '@foyer/client'
import type { UsePlexProfilesResult } from '@foyer/hooks'
import { englishAccount, englishError, englishProfiles } from '../messages/english.ts'
import { useMessages } from '../messages/LocalizationProvider.tsx'
import { explain } from '../messages/messages.ts'

/** Gives what a card and a television both show of a Home's state. */
export function useProfilesContent(home: UsePlexProfilesResult) {
  const messages = useMessages('profiles', englishProfiles)
  const errorMessages = useMessages('error', englishError)
  const { nameless } = useMessages('account', englishAccount)
  const error = 'error' in home ? home.error : null
  const isJudged = home.status === 'switching' && home.withPin
  return {
    messages,
    nameOf: ({ title }: PlexProfile) => title || nameless,
    /** Whether plex.tv is asked about a PIN. */
    isJudged,
    /** Whose PIN is on the screen: it stays there while plex.tv judges it, for a wrong one is mended there. */
    withPin: home.status === 'asking-pin' || isJudged ? home.profile : null,
    /** What went wrong, in words. */
    problem: error && explain(error, { error: errorMessages }),
    switchingTo: home.status === 'switching' ? home.profile.uuid : null,
  }
}
