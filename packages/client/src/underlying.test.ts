import { createTestClock } from '@foyer/emulator'
import { afterEach, expect, test, vi } from 'vitest'
import { createPlexClient, getUser } from './index.ts'
import { textOf } from './testing/textOf.ts'

const TOKEN = 'canary-token-9f8e7d6c'
afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
})

/** A client whose `fetch` throws what it is given. */
const failing = (thrown: unknown) =>
  createPlexClient({
    product: 'Reelroom',
    clientIdentifier: 'tests',
    clock: createTestClock({ pausesBelowMs: 2000 }),
    fetch: () => Promise.reject(thrown),
  })
const errorOf = (thrown: unknown) => getUser(failing(thrown), TOKEN).catch((error: unknown) => error)
const refused = () => {
  const cause = Object.assign(new Error(`connect ECONNREFUSED ${TOKEN}`), { code: 'ECONNREFUSED' })
  return new TypeError('fetch failed', { cause })
}

test.each([
  ['a browser, which says no more', new TypeError('Failed to fetch'), 'TypeError'],
  ['Node, with the system’s code in the cause', refused(), 'TypeError ECONNREFUSED'],
  [
    'node-fetch, with the code on the error',
    Object.assign(new Error(), { name: 'FetchError', code: 'ENOTFOUND' }),
    'FetchError ENOTFOUND',
  ],
  [
    'an app’s own fetch, with a name that could hold anything',
    Object.assign(new Error(), { name: TOKEN, code: TOKEN }),
    undefined,
  ],
  ['no error at all', TOKEN, undefined],
  [
    'an error that cannot be read',
    Object.defineProperty(new Error(), 'name', {
      get: () => {
        throw new Error(TOKEN)
      },
    }),
    undefined,
  ],
])('the kind of failure underneath is told: %s', async (_, thrown, underlying) => {
  vi.spyOn(console, 'warn').mockImplementation(() => {})
  const error = await errorOf(thrown)
  expect(error).toMatchObject({
    code: 'network',
    message: expect.stringContaining(`network${underlying ? ` (${underlying})` : ''}.`),
  })
  expect(error).toHaveProperty('underlying', underlying)
  expect(textOf(error)).not.toContain(TOKEN)
})

test.each([
  ['the runtime has no fetch', undefined],
  [
    'something that the runtime lacks is called',
    () => Promise.reject(new ReferenceError('TextDecoder is not defined')),
  ],
])('a program that lacks a function is told so, and is not offline: %s', async (_, fetch) => {
  vi.spyOn(console, 'warn').mockImplementation(() => {})
  vi.stubGlobal('fetch', undefined)
  const client = createPlexClient({ product: 'Reelroom', clientIdentifier: 'tests', ...(fetch && { fetch }) })
  await expect(getUser(client, TOKEN)).rejects.toMatchObject({ code: 'misuse' })
  vi.unstubAllGlobals()
})

test('in development the console says where it comes from, once for each kind, and nothing that could be a secret', async () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
  await errorOf(new RangeError(`Invalid header value ${TOKEN}`))
  await errorOf(new RangeError(`Invalid header value ${TOKEN}`))
  await errorOf(new URIError('response.body.getReader is not a function'))
  expect(warn).toHaveBeenCalledTimes(2)
  const [first, second] = warn.mock.calls.map(String)
  expect(first).toMatch(/^Foyer could not read the user: RangeError\n.*underlying\.test\.ts/)
  expect(second).toContain('response.body.getReader is not a function')
  expect(warn.mock.calls.map(String).join()).not.toContain('canary')
})

test('a program for production says nothing', async () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
  vi.stubEnv('NODE_ENV', 'production')
  await errorOf(Object.assign(new EvalError('offline')))
  expect(warn).not.toHaveBeenCalled()
})
