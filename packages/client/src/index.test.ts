import { expect, test } from 'vitest'
import * as client from './index.ts'

test('gives these names and no others', () => {
  expect(Object.keys(client).sort()).toEqual([
    'PlexError',
    'approvePin',
    'authUrlReturningTo',
    'callApp',
    'checkPin',
    'createDeadline',
    'createPin',
    'createPinAttempt',
    'createPlexClient',
    'createPlexSession',
    'createStore',
    'denyAccess',
    'getUser',
    'isPlexError',
    'onPageActivity',
    'pinCallback',
    'readDigits',
    'readEnvironment',
    'readSignInCooldown',
    'revokeToken',
    'signIn',
    'systemClock',
    'waitForPin',
  ])
})
