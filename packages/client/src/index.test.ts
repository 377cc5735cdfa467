import { expect, test } from 'vitest'
import * as client from './index.ts'

test('gives these names and no others', () => {
  expect(Object.keys(client).sort()).toEqual([
    'PlexError',
    'approvePin',
    'askForProfile',
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
    'getProfiles',
    'getUser',
    'isPlexError',
    'onPageActivity',
    'pinCallback',
    'readDigits',
    'readEnvironment',
    'readSignInCooldown',
    'revokeToken',
    'signIn',
    'switchProfile',
    'systemClock',
    'waitForPin',
  ])
})
