import { expect, test } from 'vitest'
import * as client from './index.ts'

test('gives these names and no others', () => {
  expect(Object.keys(client).sort()).toEqual([
    'PlexError',
    'approvePin',
    'authUrlReturningTo',
    'bringPinBack',
    'callApp',
    'checkPin',
    'createDeadline',
    'createNonce',
    'createStore',
    'createPin',
    'createPinAttempt',
    'createPlexClient',
    'createPlexSession',
    'denyAccess',
    'dropKeptPin',
    'getUser',
    'isPlexError',
    'keepPin',
    'openReturnChannel',
    'readDigits',
    'readKeptPin',
    'readSignInCooldown',
    'revokeToken',
    'signIn',
    'systemClock',
    'waitForPin',
  ])
})
