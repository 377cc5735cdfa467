'use client'

import { createContext, type ReactNode, useContext } from 'react'
import type { Messages } from './messages.ts'

const LocalizationContext = createContext<Messages | null>(null)

/** What {@link LocalizationProvider} takes. */
export interface LocalizationProviderProps {
  /** All messages of the language: nothing is filled up from English. */
  messages: Messages
  /** What speaks that language. */
  children?: ReactNode | undefined
}

/**
 * Gives the components below it another language than English.
 *
 * @example
 * ```tsx
 * import { LocalizationProvider, PlexSignIn } from '@foyer/ui'
 * import type { Messages } from '@foyer/ui/messages'
 * import { en } from '@foyer/ui/messages/en'
 *
 * const de: Messages = { ...en, signIn: { ...en.signIn, title: 'Bei {product} anmelden', submit: 'Anmelden' } }
 *
 * export const German = () => (
 *   <LocalizationProvider messages={de}>
 *     <PlexSignIn />
 *   </LocalizationProvider>
 * )
 * ```
 */
export function LocalizationProvider({ messages, children }: LocalizationProviderProps): ReactNode {
  return <LocalizationContext.Provider value={messages}>{children}</LocalizationContext.Provider>
}

/** Gives a part's messages: the app's, or the English ones that the component brings. */
export function useMessages<Part extends keyof Messages>(part: Part, english: Messages[Part]): Messages[Part] {
  return useContext(LocalizationContext)?.[part] ?? english
}
