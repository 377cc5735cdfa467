import type { ReactNode } from 'react'

/** The elements of Foyer's form and nothing else; `bareForm.ts` writes it beside this file. */
export function Bare(): ReactNode
