import { setupServer } from 'msw/node'
import { afterEach, expect, onTestFinished, test, vi } from 'vitest'
import { createEmulator } from './createEmulator.ts'
import { handlers } from './msw.ts'
import { callsOf, typed } from './testing/calls.ts'

afterEach(() => vi.unstubAllGlobals())

test('answers the global fetch', async () => {
  const emulator = createEmulator()
  const server = setupServer(...handlers(emulator))
  server.listen({ onUnhandledFrame: 'error' })
  try {
    const { signIn } = callsOf((...given) => globalThis.fetch(...given))
    expect((await signIn(typed(emulator.person('plain')))).status).toBe(201)
  } finally {
    server.close()
  }
})

test('answers for its pretend servers', async () => {
  const emulator = createEmulator()
  const server = setupServer(...handlers(emulator))
  server.listen({ onUnhandledFrame: 'error' })
  try {
    const [attic, cellar] = emulator.servers()
    for (const { uri } of attic?.addresses ?? []) expect((await fetch(`${uri}/identity`)).status).toBe(200)
    await expect(fetch(`${cellar?.addresses[0]?.uri}/identity`)).rejects.toThrow(TypeError)
  } finally {
    server.close()
  }
})

// What msw 3 would do there is to intercept nothing: a test that believes itself alone would speak to plex.tv.
test.each(['Bun', 'Deno'])('says at once that msw 3 intercepts nothing in %s', (runtime) => {
  vi.stubGlobal(runtime, {})
  expect(() => handlers(createEmulator())).toThrow(/fetch: emulator\.fetch/)
})

test('says at once that msw 3 wants a newer Node', () => {
  const withResolvers = Object.getOwnPropertyDescriptor(Promise, 'withResolvers') ?? {}
  Reflect.deleteProperty(Promise, 'withResolvers')
  onTestFinished(() => void Object.defineProperty(Promise, 'withResolvers', withResolvers))
  expect(() => handlers(createEmulator())).toThrow(/Node 22/)
})
