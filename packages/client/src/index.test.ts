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
    'createNonce',
    'createObservable',
    'createPin',
    'createPinAttempt',
    'createPlexClient',
    'createPlexSession',
    'dropPin',
    'getUser',
    'isPlexError',
    'keepPin',
    'keepsPin',
    'openReturnChannel',
    'readDigits',
    'readSignInCooldown',
    'revokeToken',
    'signIn',
    'systemClock',
    'takePin',
    'waitForPin',
  ])
})
