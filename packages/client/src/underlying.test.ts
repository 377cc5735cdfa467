import { createTestClock } from '@foyer/emulator'
import { afterEach, expect, test, vi } from 'vitest'
import { createPlexClient, getUser } from './index.ts'
import { textOf } from './testing/textOf.ts'

const TOKEN = 'canary-token-9f8e7d6c'
afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
  vi.unstubAllGlobals()
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
/** As Node's fetch fails. */
const typeErrorOf = ({ code }: { code: string }) =>
  new TypeError('fetch failed', { cause: Object.assign(new Error(`${code} ${TOKEN}`), { code }) })

test.each([
  ['a browser, which says no more', new TypeError('Failed to fetch'), 'TypeError'],
  ['Node, with the system’s code in the cause', typeErrorOf({ code: 'ECONNREFUSED' }), 'TypeError ECONNREFUSED'],
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

const typeError = (message: string) => new TypeError(message)
test.each<[string, unknown]>([
  ['V8, a property of nothing', typeError("Cannot read properties of undefined (reading 'status')")],
  ['V8, no function', typeError('response.text is not a function')],
  ['Firefox, nothing', typeError('options.server is undefined')],
  ['Firefox, a property of nothing', typeError('can\'t access property "status", response is undefined')],
  ['WebKit, a property of nothing', typeError("undefined is not an object (evaluating 'response.status')")],
  ['Hermes, a property of nothing', typeError("Cannot read property 'status' of undefined")],
  ['Chromium, a request that can’t be', typeError("Failed to execute 'fetch' on 'Window': Invalid name")],
  ['Firefox, a request that can’t be', typeError("Window.fetch: 'x' is not a valid value for enumeration")],
  ['Node, a request that can’t be', typeError('Request constructor: x is not an accepted type.')],
  ['Node, a signal of another make', typeError('RequestInit: Expected signal to be an instance of AbortSignal.')],
  ['Node 26, a request that can’t be', typeError('undefined: x is not an accepted type. Expected one of follow.')],
  ['Deno, a header that can’t be', typeError('Invalid header name: "not a name"')],
  ['workerd, a request that can’t be', typeError('Invalid redirect value, must be one of "follow" or "manual".')],
  ['node-fetch, a header that can’t be', typeError('not a name is not a legal HTTP header name')],
  ['workerd, a signal of another make', typeError("Incorrect type for the 'signal' field.")],
  ['Bun, a request that can’t be', Object.assign(typeError('redirect must be'), { code: 'ERR_INVALID_ARG_TYPE' })],
  ['Node, an address that can’t be', typeErrorOf({ code: 'ERR_INVALID_URL' })],
  ['Deno without --allow-net', Object.assign(new Error('Requires net access'), { name: 'NotCapable' })],
  ['Deno 1 without --allow-net', Object.assign(new Error('Requires net access'), { name: 'PermissionDenied' })],
  ['a name that is missing', new ReferenceError('TextDecoder is not defined')],
  ['an error of another realm', { name: 'ReferenceError', message: 'x is not defined' }],
])('a mistake of the program is no network that failed: %s', async (_, thrown) => {
  vi.spyOn(console, 'warn').mockImplementation(() => {})
  expect(await errorOf(thrown)).toMatchObject({ code: 'misuse', message: expect.stringContaining('misuse') })
})

test.each<[string, unknown]>([
  ['Chromium', typeError('Failed to fetch')],
  ['Firefox', typeError('NetworkError when attempting to fetch resource.')],
  ['WebKit', typeError('Load failed')],
  ['WebKit, of an answer cut short', typeError('cannot parse response')],
  ['Node', typeErrorOf({ code: 'ENOTFOUND' })],
  ['Node, of an answer cut short', typeError('terminated')],
  ['Bun', Object.assign(typeError('ECONNREFUSED: Unable to connect.'), { code: 'ECONNREFUSED' })],
  ['workerd', new Error('Network connection lost.')],
  ['React Native', typeError('Network request failed')],
  ['Tauri', 'error sending request for url'],
])('a network that failed is no mistake of the program: %s', async (_, thrown) => {
  vi.spyOn(console, 'warn').mockImplementation(() => {})
  expect(await errorOf(thrown)).toMatchObject({ code: 'network' })
})

/** A runtime whose requests know no such part; and its `fetch`, which begins with one of them. */
function runtimeWithout(part: keyof RequestInit) {
  const sent: RequestInit[] = []
  class Incomplete extends Request {
    constructor(url: string, init: RequestInit = {}) {
      if (part in init) throw new Error(`The '${part}' field on 'RequestInitializerDict' is not implemented.`)
      super(url, init)
    }
  }
  vi.stubGlobal('Request', Incomplete)
  const client = createPlexClient({
    product: 'Reelroom',
    clientIdentifier: 'tests',
    fetch: async (url, init = {}) => {
      new Incomplete(String(url), init)
      sent.push(init)
      return new Response(JSON.stringify({ id: 1, uuid: '0123456789abcdef', title: 'Ada' }))
    },
  })
  return { client, sent }
}

test.each(['cache', 'credentials', 'keepalive', 'referrerPolicy'] as const)(
  'what sets a request apart in a browser is left out in a runtime that refuses it: %s',
  async (part) => {
    const { client, sent } = runtimeWithout(part)
    await expect(getUser(client, TOKEN)).resolves.toMatchObject({ id: 1 })
    await expect(getUser(client, TOKEN)).resolves.toMatchObject({ id: 1 })
    expect(sent).toHaveLength(2)
    for (const init of sent) expect(init).toMatchObject({ method: 'GET', redirect: 'manual' })
  },
)

test.each(['redirect', 'signal', 'headers'] as const)(
  'what no request may go without is named where a runtime refuses it, and nothing is sent: %s',
  async (part) => {
    vi.spyOn(console, 'warn').mockImplementation(() => {})
    const { client, sent } = runtimeWithout(part)
    await expect(getUser(client, TOKEN)).rejects.toMatchObject({
      code: 'misuse',
      underlying: `fetch refuses ${part}`,
      message: expect.stringContaining(`fetch refuses ${part}`),
    })
    expect(sent).toEqual([])
  },
)

test('a fetch of an app’s own that fails is not blamed for what the runtime’s own would refuse', async () => {
  vi.spyOn(console, 'warn').mockImplementation(() => {})
  runtimeWithout('redirect')
  expect(await errorOf(typeError('Failed to fetch'))).toMatchObject({ code: 'network' })
})

test.each([
  ['nothing', undefined],
  ['its JSON', { id: 1 }],
])('a fetch that answers with %s instead of a response is a mistake', async (_, answer) => {
  vi.spyOn(console, 'warn').mockImplementation(() => {})
  const fetch = (async () => answer) as unknown as typeof globalThis.fetch
  const client = createPlexClient({ product: 'Reelroom', clientIdentifier: 'tests', fetch })
  await expect(getUser(client, TOKEN)).rejects.toMatchObject({ code: 'misuse' })
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
