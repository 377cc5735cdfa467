'use client'

import { createContext, type ReactNode, useContext } from 'react'
import { en } from './en.ts'
import type { Words } from './words.ts'

const WordsContext = createContext<Words>(en)

/** Gives the components below it another language than English. */
export function WordsProvider({ words, children }: { words: Words; children?: ReactNode }): ReactNode {
  return <WordsContext.Provider value={words}>{children}</WordsContext.Provider>
}

export function useWords(): Words {
  return useContext(WordsContext)
}
