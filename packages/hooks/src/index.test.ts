import { expect, test } from 'vitest'
import * as hooks from './index.ts'

test('the public names', () => {
  expect(Object.keys(hooks).sort()).toEqual([
    'PlexProvider',
    'isMethodAvailable',
    'usePlexCountdown',
    'usePlexPin',
    'usePlexProfiles',
    'usePlexSession',
    'usePlexSignIn',
    'usePlexUser',
  ])
})
