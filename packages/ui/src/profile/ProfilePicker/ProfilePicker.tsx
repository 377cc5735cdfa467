'use client'

import { type UsePlexProfilesResult, usePlexProfiles } from '@foyer/hooks'
import { type ReactNode, useId } from 'react'
import { Avatar } from '../../parts/Avatar.tsx'
import { CardFoot, CardHead, type CardSlots } from '../../parts/CardHead.tsx'
import { classNames, type Styled } from '../../parts/classNames.ts'
import { Message } from '../../parts/Message.tsx'
import { Spinner } from '../../parts/Spinner.tsx'
import { useKeptFocus } from '../../parts/useKeptFocus.ts'
import { useProfilesContent } from '../useProfilesContent.ts'
import { ProfilePin } from './ProfilePin.tsx'

/** What {@link ProfilePicker} takes. */
export interface ProfilePickerProps extends Styled, CardSlots {}

/**
 * Asks who of a Plex Home is watching, and for the PIN of a profile that has one, in a session with
 * `profiles: askForProfile()`. It shows nothing when nobody is signed in.
 *
 * @example
 * ```tsx
 * import { PlexSignIn, ProfilePicker, Show } from '@foyer/ui'
 * import '@foyer/ui/styles.css'
 *
 * export const Door = () => (
 *   <>
 *     <Show when="signed-out">
 *       <PlexSignIn />
 *     </Show>
 *     <Show when="choosing-profile">
 *       <ProfilePicker />
 *     </Show>
 *   </>
 * )
 * ```
 */
export function ProfilePicker(props: ProfilePickerProps): ReactNode {
  return <ProfilePickerView home={usePlexProfiles()} {...props} />
}

/** What {@link ProfilePickerView} takes. */
export interface ProfilePickerViewProps extends ProfilePickerProps {
  /** What `usePlexProfiles` gives. */
  home: UsePlexProfilesResult
}

/** Shows the picker as a plain view of a Home's state. */
export function ProfilePickerView({ home, logo, footer, className, style }: ProfilePickerViewProps): ReactNode {
  const { messages, nameOf, isJudged, withPin, problem, switchingTo } = useProfilesContent(home)
  const titleId = useId()
  const keptFocus = useKeptFocus<HTMLElement>(home.status, '[aria-current="true"], [data-part="profile"], button')
  if (home.status === 'unavailable') return null
  return (
    <section
      {...keptFocus}
      aria-labelledby={titleId}
      className={classNames('foyer foyer-card', className)}
      style={style}
      data-part="profile-picker"
      data-status={home.status}
    >
      <CardHead
        id={titleId}
        logo={logo}
        title={
          withPin ? (
            <Message key="pin" text={messages.pinTitle} name={nameOf(withPin)} />
          ) : (
            <span key="title">{messages.title}</span>
          )
        }
        subtitle={withPin && messages.pinSubtitle}
      />
      {withPin ? (
        <ProfilePin
          key={withPin.uuid}
          isPending={isJudged}
          error={problem}
          onSubmit={home.submitPin}
          onBack={home.back}
        />
      ) : (
        <>
          <p role="alert" className="foyer-problem" data-part="error">
            {problem && <span key={problem}>{problem}</span>}
          </p>
          {home.status === 'loading' && (
            <p className="foyer-awaited" role="status">
              <Spinner /> <span>{messages.loading}</span>
            </p>
          )}
          {home.status === 'failed' && (
            <button type="button" className="foyer-button" data-part="reload" onClick={home.reload}>
              {messages.reload}
            </button>
          )}
          {'profiles' in home && (
            <ul className="foyer-profiles" data-part="profiles">
              {home.profiles.map((profile) => (
                <li key={profile.uuid}>
                  <button
                    type="button"
                    className="foyer-profile"
                    data-part="profile"
                    aria-current={profile.uuid === home.currentUuid}
                    aria-disabled={switchingTo !== null}
                    onClick={() => home.choose(profile)}
                  >
                    <Avatar name={nameOf(profile)} url={profile.avatarUrl} />
                    <bdi className="foyer-profile-name">{nameOf(profile)}</bdi>
                    <span className="foyer-hint">
                      {profile.uuid === switchingTo && <Spinner />}
                      {profile.uuid === home.currentUuid && <span key="current">{messages.current}</span>}
                      {profile.uuid !== home.currentUuid && profile.hasProfilePin && (
                        <span key="pin">{messages.pinWanted}</span>
                      )}
                    </span>
                  </button>
                </li>
              ))}
            </ul>
          )}
        </>
      )}
      {footer && <CardFoot footer={footer} />}
    </section>
  )
}
