import { readFileSync } from 'node:fs'
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
      'AccountMenu',
      'AccountMenuView',
      'LinkCard',
      'LinkCardView',
      'LinkScreen',
      'LinkScreenView',
      'LocalizationProvider',
      'MembersOnly',
      'PlexSignIn',
      'ProfilePicker',
      'ProfilePickerView',
      'ProfileScreen',
      'ProfileScreenView',
      'ServerPicker',
      'ServerPickerView',
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

test('each component’s props have a public name', () => {
  const source = readFileSync(new URL('./index.ts', import.meta.url), 'utf8')
  for (const component of Object.keys(ui)) expect(source).toMatch(new RegExp(`\\btype ${component}Props\\b`))
})
