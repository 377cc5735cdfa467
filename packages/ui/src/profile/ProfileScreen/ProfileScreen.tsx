'use client'

import { type UsePlexProfilesResult, usePlexProfiles } from '@foyer/hooks'
import { type ReactNode, useEffect, useId, useRef } from 'react'
import { Avatar } from '../../parts/Avatar.tsx'
import { classNames, type Styled } from '../../parts/classNames.ts'
import { Message } from '../../parts/Message.tsx'
import { nearestInDirection } from '../../parts/nearestInDirection.ts'
import { useAnnouncement } from '../../parts/useAnnouncement.ts'
import { type FindNext, useRemote } from '../../parts/useRemote.ts'
import { useProfilesContent } from '../useProfilesContent.ts'
import { ProfilePinPad } from './ProfilePinPad.tsx'
import { ProfileTiles } from './ProfileTiles.tsx'

/** What {@link ProfileScreen} takes. */
export interface ProfileScreenProps extends Styled {
  /**
   * Called by the remote's Back on the profiles, wherever the focus is: 461 on webOS, 10009 on Tizen, Escape, Backspace,
   * GoBack or BrowserBack. From a PIN those lead to the profiles, and the app hears nothing of them.
   *
   * @default the keys are left to the app
   */
  onBack?: (() => void) | undefined
  /**
   * Called with each change in words, for a platform whose voice does not read live regions. What it returns is not
   * used; what it throws is reported as an uncaught error.
   */
  onAnnounce?: ((text: string) => void) | undefined
  /** Stands below the profiles: a button to sign out, say. The arrows reach its buttons; your own styles apply to it. */
  footer?: ReactNode | undefined
}

/**
 * Asks on a television who of a Plex Home is watching, and for the PIN of a profile that has one: by arrows and OK on a
 * pad of digits, or by the number keys of a remote or keyboard. It fills the screen; its style sheet is
 * `styles.tv.css`. It shows nothing when nobody is signed in. (In a page use `ProfilePicker`.)
 *
 * @example
 * ```tsx
 * import { LinkScreen, ProfileScreen, Show } from '@foyer/ui'
 * import '@foyer/ui/styles.tv.css'
 *
 * export const Tv = () => (
 *   <>
 *     <Show when="signed-out">
 *       <LinkScreen deviceName="Living room TV" />
 *     </Show>
 *     <Show when="choosing-profile">
 *       <ProfileScreen />
 *     </Show>
 *   </>
 * )
 * ```
 */
export function ProfileScreen(props: ProfileScreenProps): ReactNode {
  return <ProfileScreenView home={usePlexProfiles()} {...props} />
}

/** What {@link ProfileScreenView} takes. */
export interface ProfileScreenViewProps extends ProfileScreenProps {
  /** What `usePlexProfiles` gives. */
  home: UsePlexProfilesResult
}

/** Shows the screen as a plain view of a Home's state. */
export function ProfileScreenView(props: ProfileScreenViewProps): ReactNode {
  const { home, onBack, onAnnounce, footer, className, style } = props
  const { messages, nameOf, isJudged, withPin, problem, switchingTo } = useProfilesContent(home)
  const screen = useRef<HTMLElement>(null)
  const titleId = useId()
  /** Which of the profiles was pressed last: whoever comes back from its PIN finds the focus there. */
  const pressed = useRef(-1)
  useRemote(screen, withPin ? home.back : onBack, findNext)

  const statusText = describeStatus()
  useAnnouncement(onAnnounce, problem ?? (statusText || describePlace()))

  // A remote needs something that has the focus: a button, or else the screen, which hears its keys.
  const place = withPin ? 'pin' : 'profiles' in home ? 'profiles' : home.status
  useEffect(() => {
    const { current } = screen
    const last = place === 'profiles' ? current?.querySelectorAll<HTMLElement>(profile)[pressed.current] : undefined
    const start = last ?? current?.querySelector<HTMLElement>(`${profile}[aria-current="true"]`)
    const target = start ?? current?.querySelector('button') ?? current
    target?.focus()
  }, [place])

  if (home.status === 'unavailable') return null
  return (
    <section
      ref={screen}
      tabIndex={-1}
      className={classNames('foyer-tv foyer-tv-door', className)}
      style={style}
      aria-labelledby={titleId}
      data-part="profile-screen"
      data-status={home.status}
    >
      {withPin ? (
        <ProfilePinPad
          key={withPin.uuid}
          screen={screen}
          isPending={isJudged}
          problem={problem}
          onSubmit={home.submitPin}
          onBack={home.back}
        >
          <Avatar name={nameOf(withPin)} url={withPin.avatarUrl} />
          <h1 id={titleId} className="foyer-tv-title" data-part="title">
            <Message text={messages.pinTitle} name={nameOf(withPin)} />
          </h1>
        </ProfilePinPad>
      ) : (
        <>
          <h1 id={titleId} className="foyer-tv-title" data-part="title">
            <span>{messages.title}</span>
          </h1>
          <p role="alert" className="foyer-tv-problem" data-part="error">
            {problem && <span key={problem}>{problem}</span>}
          </p>
          {'profiles' in home && (
            <ProfileTiles
              profiles={home.profiles}
              currentUuid={home.currentUuid}
              switchingTo={switchingTo}
              nameOf={nameOf}
              onChoose={(chosen, at) => {
                pressed.current = at
                home.choose(chosen)
              }}
            />
          )}
          <p role="status" className="foyer-tv-subtitle" data-part="status">
            <span key={statusText}>{statusText}</span>
          </p>
          <div className="foyer-tv-foot">
            {home.status === 'failed' && (
              <button type="button" className="foyer-tv-button" data-part="reload" onClick={home.reload}>
                {messages.reload}
              </button>
            )}
            {footer && (
              <div className="foyer-slot" data-part="footer">
                {footer}
              </div>
            )}
          </div>
        </>
      )}
    </section>
  )

  function describePlace(): string {
    if (home.status === 'unavailable') return ''
    return withPin ? messages.pinTitle.replace('{name}', () => nameOf(withPin)) : messages.title
  }
  function describeStatus(): string {
    if (home.status === 'loading') return messages.loading
    if (home.status !== 'switching') return ''
    return isJudged ? messages.pending : messages.switching
  }
}

const profile = '[data-part="profile"]'

/** From nowhere an arrow leads to the first button. */
const findNext: FindNext = (buttons, from, key) => (from ? nearestInDirection(buttons, from, key) : buttons[0])
