import { expect, test } from 'vitest'
import * as ui from './index.ts'
import * as english from './messages/en.ts'
import * as messages from './messages/messages.ts'

test('the public names', () => {
  expect({ ui: Object.keys(ui).sort(), messages: Object.keys(messages), 'messages/en': Object.keys(english) }).toEqual({
    ui: [
      'AccessDenied',
      'AccountCard',
      'AccountCardView',
      'LinkCard',
      'LinkCardView',
      'LinkScreen',
      'LinkScreenView',
      'LocalizationProvider',
      'PlexSignIn',
      'Show',
      'SignInButton',
      'SignInButtonView',
      'SignInForm',
      'VerificationForm',
    ],
    messages: ['explain'],
    'messages/en': ['en'],
  })
})
