import {
  englishAccount,
  englishConnection,
  englishDenied,
  englishError,
  englishLink,
  englishPin,
  englishSession,
  englishSignIn,
  englishVerification,
} from './english.ts'
import type { Messages } from './messages.ts'

/** English. */
export const en: Messages = {
  account: englishAccount,
  connection: englishConnection,
  denied: englishDenied,
  error: englishError,
  link: englishLink,
  pin: englishPin,
  session: englishSession,
  signIn: englishSignIn,
  verification: englishVerification,
}
