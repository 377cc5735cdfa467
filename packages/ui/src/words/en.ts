import { account, connection, error, link, pin, signIn, verification } from './english.ts'
import type { Words } from './words.ts'

/** English. */
export const en: Words = { account, connection, error, link, pin, signIn, verification }
