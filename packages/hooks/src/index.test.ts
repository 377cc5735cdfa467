import { expect, test } from 'vitest'
import * as hooks from './index.ts'
import * as landing from './pin/landing.ts'

test('the public names', () => {
  expect(Object.keys(landing)).toEqual(['finishPlexReturn'])
  expect(Object.keys(hooks).sort()).toEqual([
    'PlexProvider',
    'isMethodAvailable',
    'usePlexCountdown',
    'usePlexPin',
    'usePlexSession',
    'usePlexSignIn',
    'usePlexUser',
  ])
})
