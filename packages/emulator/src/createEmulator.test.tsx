import { expect, test } from 'vitest'
import { createEmulator } from './createEmulator.ts'
import { callsOf, typed } from './testing/calls.ts'

// A DOM emulation brings classes of its own (AbortSignal, URLSearchParams), which Node's Request does not know.
test('a page in a DOM emulation has the keys of plex.tv', async () => {
  const { publishedKeys } = callsOf(createEmulator().fetch)
  expect((await (await publishedKeys()).json()).keys).toHaveLength(2)
})

test('a page in a DOM emulation signs in, and can call it off', async () => {
  const emulator = createEmulator()
  const { signIn } = callsOf(emulator.fetch)
  expect((await signIn(typed(emulator.person('plain')))).status).toBe(201)

  emulator.fail({ kind: 'hang' })
  const controller = new AbortController()
  const rejected = expect(
    emulator.fetch('https://plex.tv/api/v2/user', { signal: controller.signal }),
  ).rejects.toMatchObject({ name: 'AbortError' })
  controller.abort()
  await rejected
})
