import { createTestClock } from '@foyer/emulator'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createPlexClient, getUser, PlexError, signIn } from './index.ts'
import { textOf } from './testing/textOf.ts'

/** A longer run: `FOYER_RUNS=10 vitest run …`. */
const times = Number(process.env.FOYER_RUNS ?? 1)

/** The secrets of every run; a server may repeat them in any answer. */
const password = 'password-1f7e2c9d'
const token = 'token-5b0a83f1e6'
const said = 'words-of-a-server'

const decoration = fc.dictionary(
  fc.constantFrom(
    ...'username title email friendlyName locale joinedAt protected thumb country subscription restricted home guest'.split(
      ' ',
    ),
    ...'homeAdmin twoFactorEnabled profile roles entitlements services pin __proto__ constructor toString'.split(' '),
  ),
  fc.oneof(
    fc.jsonValue({ maxDepth: 2 }),
    fc.constantFrom(
      said,
      1,
      '1',
      'https://plex.tv/a',
      'javascript:alert(1)',
      { active: true, features: [1, 'sync'] },
      { toString: 1 },
    ),
  ),
)
const goodId = fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER })
const goodUuid = fc.stringMatching(/^[\w-]{1,64}$/)
const goodToken = fc.stringMatching(/^[\x21-\x7e]{1,40}$/)
const goodUser = fc.record({ id: goodId, uuid: goodUuid, authToken: goodToken })
const mistaken = <T>(good: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 2, arbitrary: good as fc.Arbitrary<unknown> }, fc.jsonValue({ maxDepth: 1 }))
const someUser = fc.record(
  { id: mistaken(goodId), uuid: mistaken(goodUuid), authToken: mistaken(goodToken) },
  { requiredKeys: [] },
)
const errorCode = fc.oneof(
  fc.constantFrom(1000, 1001, 1003, 1020, 1028, 1029, 1030, 1031, 1041),
  fc.jsonValue({ maxDepth: 1 }),
)

const text = fc.oneof(
  fc.tuple(someUser, decoration).map(([user, more]) => JSON.stringify({ ...more, ...user })),
  fc
    .array(fc.record({ code: errorCode, message: fc.constant(`${said} ${password}`) }))
    .map((errors) => JSON.stringify({ errors })),
  fc.json(),
  fc.tuple(fc.json(), fc.nat(40)).map(([json, end]) => json.slice(0, end)),
  fc
    .nat(9999)
    .map((code) => `<?xml version="1.0"?><errors><error code="${code}" message="${said}" status="401"/></errors>`),
  fc.nat(9999).map((code) => `<Response code="${code}" status="${said}"/>`),
  fc.string().map((words) => `<!doctype html><title>${words}</title><h1>${said}</h1>`),
  fc.string({ unit: 'binary' }),
  fc.constant(''),
)
const body = fc.oneof(
  { weight: 5, arbitrary: text.map((words) => new TextEncoder().encode(words)) },
  fc.uint8Array({ maxLength: 200 }),
)
const headers = fc.dictionary(
  fc.constantFrom('Content-Type', 'Retry-After', 'Location', 'X-Other', 'Date'),
  fc.oneof(
    fc.constantFrom(
      'application/json',
      'text/html',
      'text/json; charset=utf-16',
      '7',
      '-1',
      '1e99',
      'Sun, 22 Nov 2026 10:01:30 GMT',
      'https://evil.example/',
    ),
    fc.stringMatching(/^[\x21-\x7e]{0,20}$/),
  ),
)
const status = fc.oneof(
  fc.constantFrom(200, 201, 204, 301, 400, 401, 403, 404, 429, 498, 500, 502, 503),
  fc.integer({ min: 200, max: 599 }),
)
const bodiless = new Set([204, 205, 304])

/** What `fetch` may do: answer, break off in the middle of the body, or fail. */
const outcome = fc.oneof(
  { weight: 18, arbitrary: fc.record({ kind: fc.constant('answer' as const), status, headers, body }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('cut' as const),
      status: fc.constantFrom(200, 201, 401, 503),
      headers,
      body,
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('none' as const) }) },
)
type Outcome = typeof outcome extends fc.Arbitrary<infer T> ? T : never

async function answerOf(outcome: Outcome): Promise<Response> {
  if (outcome.kind === 'none') throw new TypeError(`Failed to fetch ${password}`)
  const { status, headers } = outcome
  const bytes = outcome.body as Uint8Array<ArrayBuffer>
  if (bodiless.has(status)) return new Response(null, { status, headers })
  if (outcome.kind === 'answer') return new Response(bytes, { status, headers })
  const cut = new ReadableStream({
    start(controller) {
      controller.enqueue(bytes)
      controller.error(new Error(`reset ${password}`))
    },
  })
  return new Response(cut, { status, headers })
}

function plexOf(outcome: Outcome) {
  const clock = createTestClock({ pausesBelowMs: 2000 })
  let asked = 0
  const fetch = () => {
    asked++
    return answerOf(outcome)
  }
  const plex = createPlexClient({ product: 'Reelroom', clientIdentifier: 'tests', clock, fetch })
  return { plex, clock, asked: () => asked }
}

/** Plain comparisons: assertions, as many times ten thousand, would be most of the time that this takes. */
function hold(what: string, isSo: boolean) {
  if (!isSo) throw new Error(`It is not so: ${what}.`)
}

function holdError(error: unknown) {
  if (!(error instanceof PlexError)) throw error
  const { code, message, status, retryAfterMs } = error
  hold('the app is not to blame', code !== 'misuse')
  hold('the message is ours', /^Could not (sign in|read the user): /.test(message))
  const shown = textOf(error)
  hold(
    'the error has no secret',
    [password, token, said].every((secret) => !shown.includes(secret)),
  )
  hold('the error has no cause', !Object.hasOwn(error, 'cause'))
  const slow = code === 'rate-limited' || code === 'address-locked'
  hold('one is told how long to wait', slow === (retryAfterMs !== undefined))
  hold('the wait is sensible', !slow || ((retryAfterMs ?? 0) > 0 && (retryAfterMs ?? 0) <= 15 * 60_000))
  hold('there is no status without an answer', code !== 'network' || status === undefined)
}

test('whatever comes, a sign-in ends with a person or a PlexError, after one POST', {
  timeout: 120_000 * times,
}, async () => {
  await fc.assert(
    fc.asyncProperty(outcome, async (outcome) => {
      const { plex, clock, asked } = plexOf(outcome)
      try {
        const { token, user } = await signIn(plex, { login: 'ada', password })
        hold('there was an answer', outcome.kind === 'answer')
        hold('the person has an id', Number.isSafeInteger(user.id) && user.id > 0 && /^[\w-]+$/.test(user.uuid))
        hold('the token can travel', /^[\x21-\x7e]+$/.test(token))
        hold('the avatar is safe', /^https:/.test(user.avatarUrl ?? 'https:'))
      } catch (error) {
        holdError(error)
      }
      hold('one POST was sent', asked() === 1)
      hold('no timer is left', clock.waiting === 0)
    }),
    { numRuns: 10_000 * times, seed: 20261122 },
  )
  expect({}).not.toHaveProperty('polluted')
})

test('whatever comes, a lookup ends with a person or a PlexError, after three tries at most', {
  timeout: 60_000 * times,
}, async () => {
  await fc.assert(
    fc.asyncProperty(outcome, async (outcome) => {
      const { plex, clock, asked } = plexOf(outcome)
      let code = 'none'
      await getUser(plex, token).catch((error: unknown) => {
        holdError(error)
        code = (error as PlexError).code
      })
      hold('only what passes is tried again', asked() === (code === 'network' || code === 'server' ? 3 : 1))
      hold('no timer is left', clock.waiting === 0)
    }),
    { numRuns: 2000 * times, seed: 20261122 },
  )
})

test('every success with a good id, uuid and token signs in, whatever else is in it', {
  timeout: 60_000 * times,
}, async () => {
  await fc.assert(
    fc.asyncProperty(
      goodUser,
      decoration,
      fc.integer({ min: 200, max: 299 }),
      headers,
      fc.boolean(),
      async (user, more, status, headers, mark) => {
        fc.pre(!bodiless.has(status))
        const json = `${mark ? '\ufeff' : ''}${JSON.stringify({ ...more, ...user })}`
        const { plex } = plexOf({ kind: 'answer', status, headers, body: new TextEncoder().encode(json) })
        const grant = await signIn(plex, { login: 'ada', password })
        expect(grant).toMatchObject({ token: user.authToken, user: { id: user.id, uuid: user.uuid } })
        expect(JSON.stringify(grant.user)).not.toMatch(/authToken|"pin"|services/)
      },
    ),
    { numRuns: 3000 * times, seed: 20261122 },
  )
})
