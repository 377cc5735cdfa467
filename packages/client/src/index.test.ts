import { expect, test } from 'vitest'
import * as client from './index.ts'

test('gives these names and no others', () => {
  expect(Object.keys(client).sort()).toEqual([
    'PlexError',
    'createDeadline',
    'createPlexClient',
    'createPlexSession',
    'getUser',
    'isPlexError',
    'revokeToken',
    'signIn',
    'systemClock',
  ])
})
