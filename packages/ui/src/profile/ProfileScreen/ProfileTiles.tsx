'use client'

import type { PlexProfile } from '@foyer/client'
import type { ReactNode } from 'react'
import { englishProfiles } from '../../messages/english.ts'
import { useMessages } from '../../messages/LocalizationProvider.tsx'
import { Avatar } from '../../parts/Avatar.tsx'

/** As many large ones stand in a row; more than these are smaller, and eight stand in one. */
const FEW = 5

/** Shows the profiles of a Home as large buttons. */
export function ProfileTiles(props: {
  profiles: readonly PlexProfile[]
  currentUuid: string | null
  switchingTo: string | null
  nameOf: (profile: PlexProfile) => string
  onChoose: (profile: PlexProfile, at: number) => void
}): ReactNode {
  const { profiles, currentUuid, switchingTo, nameOf, onChoose } = props
  const messages = useMessages('profiles', englishProfiles)
  return (
    <ul className="foyer-tv-people" data-part="profiles" data-many={profiles.length > FEW || undefined}>
      {profiles.map((profile, at) => {
        const isCurrent = profile.uuid === currentUuid
        return (
          <li key={profile.uuid}>
            <button
              type="button"
              className="foyer-tv-person"
              data-part="profile"
              aria-current={isCurrent}
              aria-disabled={switchingTo !== null}
              aria-busy={profile.uuid === switchingTo}
              onClick={() => onChoose(profile, at)}
            >
              <Avatar name={nameOf(profile)} url={profile.avatarUrl} />
              <bdi className="foyer-tv-name">{nameOf(profile)}</bdi>
              <span className="foyer-tv-hint">
                {isCurrent && <span key="current">{messages.current}</span>}
                {!isCurrent && profile.hasProfilePin && <span key="pin">{messages.pinWanted}</span>}
              </span>
            </button>
          </li>
        )
      })}
    </ul>
  )
}
