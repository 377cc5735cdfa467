import { expect, test } from 'vitest'
import * as emulator from './index.ts'
import * as msw from './msw.ts'
import * as server from './server.ts'

test.each([
  ['@foyer/emulator', emulator, ['createEmulator', 'createTestClock']],
  ['@foyer/emulator/msw', msw, ['handlers']],
  ['@foyer/emulator/server', server, ['serve']],
])('%s gives these names and no others', (_entry, names, expected) => {
  expect(Object.keys(names)).toEqual(expected)
})
