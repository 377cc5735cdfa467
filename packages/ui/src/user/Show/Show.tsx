'use client'

import type { PlexUser } from '@foyer/client'
import { usePlexUser } from '@foyer/hooks'
import type { ReactNode } from 'react'

/** What {@link Show} takes. */
export type ShowProps =
  | {
      /** Who must be there for the children to be shown. */
      when: 'signed-in'
      /**
       * What to show while it is not known. Give it the size of what will follow.
       *
       * @default nothing
       */
      pending?: ReactNode | undefined
      /**
       * What to show when it is known to be otherwise.
       *
       * @default nothing
       */
      fallback?: ReactNode | undefined
      /** What to show when somebody is there; a function is given the user. */
      children: ReactNode | ((user: PlexUser) => ReactNode)
    }
  | { when: 'signed-out' | 'choosing-profile' | 'pending'; children: ReactNode }

/**
 * Shows its children only when that is who is there. Give it elements rather than bare text: React can't take away a
 * text that a browser has translated.
 *
 * @example
 * ```tsx
 * import { PlexSignIn, Show } from '@foyer/ui'
 *
 * export const Page = () => (
 *   <Show when="signed-in" pending={<p>One moment …</p>} fallback={<PlexSignIn />}>
 *     {(user) => <p>Hello {user.title}.</p>}
 *   </Show>
 * )
 * ```
 */
export function Show(props: ShowProps): ReactNode {
  const plex = usePlexUser()
  if (props.when !== 'signed-in') return plex.status === props.when ? props.children : null
  if (plex.status === 'pending') return props.pending
  if (plex.status !== 'signed-in') return props.fallback
  return typeof props.children === 'function' ? props.children(plex.user) : props.children
}
