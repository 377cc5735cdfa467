import { expect, onTestFinished, test, vi } from 'vitest'
import { createEmulator } from './createEmulator.ts'
import { createTestClock } from './createTestClock.ts'
import type { EmulatorOptions } from './Emulator.ts'
import type { ScenarioName } from './scenarios.ts'
import { callsOf, typed } from './testing/calls.ts'

const { now, after } = createTestClock()
const clock = { now, after }

/** One evening with an emulator: everything that it gave. */
async function evening(options: EmulatorOptions) {
  const emulator = createEmulator({ clock, ...options })
  const { signIn, user } = callsOf(emulator.fetch)
  const bodies: unknown[] = []
  for (const person of emulator.people()) {
    const response = await signIn(typed(person, person.currentCode()))
    bodies.push(await response.json())
  }
  bodies.push(await (await user(emulator.tokenFor('managed', 'tests'))).json())
  return JSON.stringify([bodies, emulator.people(), emulator.requests()])
}

test('one seed makes one world, another seed another', async () => {
  expect(await evening({ seed: 7 })).toBe(await evening({ seed: 7 }))
  expect(await evening({ seed: 7 })).not.toBe(await evening({ seed: 8 }))
})

test('fetch needs no this, and takes a Request, a URL or a text', async () => {
  const { fetch, tokenFor } = createEmulator()
  const headers = { 'X-Plex-Client-Identifier': 'tv', 'X-Plex-Token': tokenFor('plain', 'tv') }
  const url = 'https://plex.tv/api/v2/user'
  expect((await fetch(url, { headers })).status).toBe(200)
  expect((await fetch(new URL(url), { headers })).status).toBe(200)
  expect((await fetch(new Request(url, { headers }))).status).toBe(200)
  expect((await fetch(new Request(url, { method: 'POST', headers }), { method: 'GET' })).status).toBe(200)
})

test('what was called off beforehand is never asked', async () => {
  const emulator = createEmulator()
  const reason = new Error('enough')
  const signal = AbortSignal.abort(reason)
  await expect(emulator.fetch('https://plex.tv/api/v2/user', { signal })).rejects.toBe(reason)
  expect(emulator.requests()).toEqual([])
})

test('the log holds no secret', async () => {
  const emulator = createEmulator({ clock })
  const { signIn, call } = callsOf(emulator.fetch)
  const tomas = emulator.person('twoFactor')
  const code = tomas.currentCode()
  const { authToken } = await (await signIn(typed(tomas, code))).json()
  await call('GET', `/api/v2/user?X-Plex-Token=${authToken}`)
  expect(emulator.requests()).toEqual([
    { method: 'POST', path: '/api/v2/users/signin', status: 201 },
    { method: 'GET', path: '/api/v2/user', status: 200 },
  ])
  const log = JSON.stringify(emulator.requests())
  for (const secret of [tomas.password, code, authToken]) expect(log).not.toContain(secret)
})

test('reset goes back to the seeded start', async () => {
  const emulator = createEmulator({ clock })
  const { signIn, user, createPin, checkPin } = callsOf(emulator.fetch)
  const tomas = emulator.person('twoFactor')
  const code = tomas.currentCode()
  const [recoveryCode = ''] = tomas.recoveryCodes
  const token = emulator.tokenFor('plain', 'tests')
  await signIn(typed(tomas, recoveryCode))
  const { id } = await (await createPin('link')).json()
  emulator.fail({ kind: 'offline' })
  emulator.advance(60_000)
  expect(tomas.currentCode()).not.toBe(code)

  emulator.reset()
  expect(emulator.requests()).toEqual([])
  expect(tomas.currentCode()).toBe(code)
  expect(emulator.now()).toBe(now())
  expect(emulator.pins()).toEqual([])
  expect((await checkPin(id)).status).toBe(404)
  expect((await user(token)).status).toBe(401)
  expect((await signIn(typed(tomas, recoveryCode))).status).toBe(201)
})

test('everybody has what their name promises', () => {
  const { people, person } = createEmulator({ clock })
  expect(people().map(({ name }) => name)).toEqual([
    'plain',
    'twoFactor',
    'plexPass',
    'managed',
    'emailOnly',
    'passwordless',
    'locked',
    'uninvited',
  ])
  expect(person('plain')).toMatchObject({ title: 'Ada Lovelace', login: 'ada@example.com' })
  expect(person('twoFactor').currentCode()).toMatch(/^\d{6}$/)
  expect(person('plain').currentCode()).toBe('')
  expect(person('managed')).toMatchObject({ login: '', username: '', password: '' })
  expect(new Set(people().map(({ uuid }) => uuid)).size).toBe(8)
})

test('tells of every pin but its token, and approves one for anybody', async () => {
  const emulator = createEmulator({ clock })
  const { createPin, checkPin, user } = callsOf(emulator.fetch)
  const link = await (await createPin('link')).json()
  const strong = await (await createPin('strong')).json()
  const other = await (await createPin('strong')).json()
  emulator.approvePin(link.code.toLowerCase(), 'managed')
  emulator.approvePin(strong.code, 'plexPass')
  const { authToken } = await (await checkPin(link.id)).json()
  expect((await (await user(authToken)).json()).title).toBe('Pip 🦊')
  emulator.advance(1_800_000)
  expect(emulator.pins()).toEqual([
    { kind: 'link', code: link.code, status: 'approved' },
    { kind: 'strong', code: strong.code, status: 'approved' },
    { kind: 'strong', code: other.code, status: 'expired' },
  ])
})

test('hostile names keep their logins', async () => {
  const emulator = createEmulator({ scenario: 'hostile-names' })
  const response = await callsOf(emulator.fetch).signIn(typed(emulator.person('plain')))
  expect(await response.json()).toMatchObject({
    title: '<img src=x onerror=alert(1)></script>',
    thumb: 'javascript:alert(1)',
    email: 'ada@example.com',
  })
})

test('what does not exist is refused by name', () => {
  expect(() => createEmulator({ scenario: 'toString' as ScenarioName })).toThrow(
    /^No scenario "toString"\. There are: /,
  )
  const emulator = createEmulator()
  expect(() => emulator.person('somebody' as 'plain')).toThrow(/^No person "somebody"\. There are: plain, /)
  expect(() => emulator.tokenFor('plain', '')).toThrow(RangeError)
  expect(() => emulator.advance(Number.NaN)).toThrow(RangeError)
})

test('no pin is approved for nobody, nor one that does not wait', async () => {
  const emulator = createEmulator({ clock })
  const { createPin } = callsOf(emulator.fetch)
  const make = async () => (await (await createPin('link')).json()).code
  const code = await make()
  expect(() => emulator.approvePin(code, 'somebody' as 'plain')).toThrow(/^No person "somebody"/)
  expect(() => emulator.approvePin('none', 'plain')).toThrow(/^No pin "none" waits/)
  emulator.approvePin(code, 'plain')
  expect(() => emulator.approvePin(code, 'plain')).toThrow(/is approved already\.$/)
  const late = await make()
  emulator.advance(900_000)
  expect(() => emulator.approvePin(late, 'plain')).toThrow(RangeError)
})

test.each(['Request', 'Response'])('says where it can’t be made: without %s', (name) => {
  vi.stubGlobal(name, undefined)
  onTestFinished(() => void vi.unstubAllGlobals())
  expect(() => createEmulator()).toThrow(/jest-fixed-jsdom/)
})
