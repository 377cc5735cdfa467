import { account, connection, denied, error, link, pin, session, signIn, verification } from './english.ts'
import type { Messages } from './messages.ts'

/** English. */
export const en: Messages = { account, connection, denied, error, link, pin, session, signIn, verification }
