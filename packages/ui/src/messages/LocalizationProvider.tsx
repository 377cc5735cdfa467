'use client'

import { createContext, type ReactNode, useContext } from 'react'
import type { Messages } from './messages.ts'

const LocalizationContext = createContext<Messages | null>(null)

/** What {@link LocalizationProvider} takes. */
export interface LocalizationProviderProps {
  /** All of them: nothing is filled up from English. */
  messages: Messages
  children?: ReactNode | undefined
}

/** Gives the components below it another language than English. */
export function LocalizationProvider({ messages, children }: LocalizationProviderProps): ReactNode {
  return <LocalizationContext.Provider value={messages}>{children}</LocalizationContext.Provider>
}

/** A part's messages: the app's, or the English ones that the component brings. */
export function useMessages<Part extends keyof Messages>(part: Part, english: Messages[Part]): Messages[Part] {
  return useContext(LocalizationContext)?.[part] ?? english
}
