import { account, connection, denied, error, link, pin, session, signIn, verification } from './english.ts'
import type { Words } from './words.ts'

/** English. */
export const en: Words = { account, connection, denied, error, link, pin, session, signIn, verification }
