// @module-tag fault
// @module-tag hostile-input
import { describe, expect, vi } from 'vitest'
import { createPlexClient, getUser, signIn } from './index.ts'
import { http } from './testing/createSocketServer.ts'
import { faultTest as test } from './testing/faultTest.ts'
import { answersOf, emulatorOf, jsonOf, socketsOf, somebody } from './testing/plexOf.ts'

/** What people type, and what apps say of themselves. */
describe('login and password of anything that can be typed → bytes on the wire = bytes typed, but for what isn’t seen at the ends of a login; in the body alone', () => {
  test.for([
    ['10,000 characters', (secret) => secret.repeat(500).slice(0, 10_000)],
    ['emoji and other planes', (secret) => `🔑${secret}👩‍👩‍👧‍👦𝒫`],
    ['spaces and tabs at the ends', (secret) => `  ${secret}\t `],
    ['a line break', (secret) => `${secret}\r\nX-Evil: 1\n`],
    ['a null', (secret) => `a\0${secret}`],
    ['the signs of a form and of a URL', (secret) => `${secret}&login=eve&password=+%20%2=;#?/\\`],
    ['letters and accents apart', (secret) => `${secret} e\u0301 é`],
    ['right-to-left', (secret) => `\u202e${secret}سر`],
    ['nothing', () => ''],
  ] satisfies [string, (secret: string) => string][])('%s', async ([, make], { canary }) => {
    const { plex, server } = await socketsOf(canary, (socket) =>
      socket.end(http('201 Created', JSON.stringify(somebody(canary)))),
    )
    const login = make('ada')
    const password = make(canary.password)
    await signIn(plex, { login, password, rememberMe: false })
    const [head = '', body = ''] = server.requests()[0]?.split('\r\n\r\n') ?? []
    const form = new URLSearchParams(body)
    expect(Object.fromEntries(form)).toEqual({
      login: login.replace(/^[\s\u202e]+|\s+$/g, ''),
      password,
      rememberMe: 'false',
    })
    expect([...form.keys()]).toHaveLength(3)
    expect(head).not.toContain(canary.password.slice(0, 20))
    expect(head).not.toMatch(/evil/i)
  })
})

test('product and device names beyond Latin-1 or with line breaks → reach plex.tv as they are, on one line; make no parameter of their own', async ({
  canary,
}) => {
  const { plexTv } = emulatorOf(canary)
  let seen = new URLSearchParams()
  const plex = createPlexClient({
    product: '映画 🎬\r\nX-Plex-Token: mine',
    device: { name: 'Wohnzimmer – Gerät', model: 'x'.repeat(300) },
    clientIdentifier: 'tests',
    fetch(input, init) {
      seen = new URL(String(input)).searchParams
      return plexTv.fetch(input, init)
    },
  })
  await signIn(plex, plexTv.person('plain'))
  expect(seen.get('X-Plex-Product')).toBe('映画 🎬  X-Plex-Token: mine')
  expect(seen.get('X-Plex-Device-Name')).toBe('Wohnzimmer – Gerät')
  expect(seen.has('X-Plex-Token')).toBe(false)
})

test('client identifier with a newline, beyond ASCII, empty or too long → `misuse` at construction; from a function, at the first call, and nothing is sent', async ({
  canary,
}) => {
  const fetch = vi.fn<typeof globalThis.fetch>()
  for (const clientIdentifier of ['a\r\nX-Plex-Token: b', 'é', '', 'x'.repeat(256)]) {
    expect(() => createPlexClient({ product: 'Reelroom', clientIdentifier })).toThrow(
      expect.objectContaining({ code: 'misuse' }),
    )
    const plex = createPlexClient({ product: 'Reelroom', clientIdentifier: () => clientIdentifier, fetch })
    const call = signIn(plex, { login: 'ada', password: canary.password })
    expect(await canary.refusal(call)).toMatchObject({ code: 'misuse' })
  }
  expect(fetch).not.toHaveBeenCalled()
})

test('a token with a newline, from the app → an error of ours; it makes no header, and is in no message', async ({
  canary,
}) => {
  const { plex, requests } = answersOf(canary, () => jsonOf(somebody(canary)))
  const error = await canary.refusal(getUser(plex, `${canary.token}\r\nX-Evil: 1`))
  expect(error).toMatchObject({ name: 'PlexError' })
  expect(requests).toEqual([])
})
