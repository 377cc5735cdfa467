import { expect, test } from 'vitest'
import * as hooks from './index.ts'

test('the public names', () => {
  expect(Object.keys(hooks).sort()).toEqual([
    'PlexProvider',
    'isMethodAvailable',
    'isPermissionWanted',
    'usePlexConnection',
    'usePlexCountdown',
    'usePlexPin',
    'usePlexProfiles',
    'usePlexServers',
    'usePlexSession',
    'usePlexSignIn',
    'usePlexUser',
  ])
})
