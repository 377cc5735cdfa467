import { expect, test } from 'vitest'
import * as ui from './index.ts'
import * as english from './words/en.ts'
import * as words from './words/words.ts'

test('the public names', () => {
  expect({ ui: Object.keys(ui).sort(), words: Object.keys(words), 'words/en': Object.keys(english) }).toEqual({
    ui: [
      'AccessDenied',
      'AccountCard',
      'AccountCardView',
      'LinkCard',
      'LinkCardView',
      'LinkScreen',
      'LinkScreenView',
      'PlexSignIn',
      'Show',
      'SignInButton',
      'SignInButtonView',
      'SignInForm',
      'VerificationForm',
      'WordsProvider',
    ],
    words: ['explain'],
    'words/en': ['en'],
  })
})
