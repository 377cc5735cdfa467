import {
  englishAccount,
  englishAccountMenu,
  englishConnection,
  englishDenied,
  englishError,
  englishLink,
  englishPin,
  englishProfiles,
  englishServers,
  englishSession,
  englishSignIn,
  englishVerification,
} from './english.ts'
import type { Messages } from './messages.ts'

/** All messages in English, for a language of your own to begin with. */
export const en: Messages = {
  account: englishAccount,
  accountMenu: englishAccountMenu,
  connection: englishConnection,
  denied: englishDenied,
  error: englishError,
  link: englishLink,
  pin: englishPin,
  profiles: englishProfiles,
  servers: englishServers,
  session: englishSession,
  signIn: englishSignIn,
  verification: englishVerification,
}
