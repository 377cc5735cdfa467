'use client'

import { createContext, type ReactNode, useContext } from 'react'
import type { Words } from './words.ts'

const WordsContext = createContext<Words | null>(null)

/** What {@link WordsProvider} takes. */
export interface WordsProviderProps {
  /** All of them: nothing is filled up from English. */
  words: Words
  children?: ReactNode | undefined
}

/** Gives the components below it another language than English. */
export function WordsProvider({ words, children }: WordsProviderProps): ReactNode {
  return <WordsContext.Provider value={words}>{children}</WordsContext.Provider>
}

/** A room's words: the app's, or the English ones that the component brings. */
export function useWords<R extends keyof Words>(room: R, english: Words[R]): Words[R] {
  return useContext(WordsContext)?.[room] ?? english
}
