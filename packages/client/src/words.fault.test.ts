// @module-tag fault
// @module-tag hostile-input
import { expect } from 'vitest'
import { getUser, signIn } from './index.ts'
import { faultTest as test } from './testing/faultTest.ts'
import { answersOf, emulatorOf, jsonOf, somebody } from './testing/plexOf.ts'

/** What plex.tv, or somebody in its place, answers with. */
test('names with direction overrides, zero widths, HTML, `</script>`; avatars of `javascript:`, `data:`, `//host`, userinfo → text, as it is; no avatar but by https', async ({
  canary,
}) => {
  const { plex, plexTv } = emulatorOf(canary, { scenario: 'hostile-names' })
  for (const { name, title } of plexTv.people()) {
    const user = await getUser(plex, plexTv.tokenFor(name, 'tests'))
    expect(user.title).toBe(title)
    expect(user.avatarUrl ?? 'https://').toMatch(/^https:\/\/[^@]*$/)
  }
})

test('a thumb of `javascript:`, `data:`, `//host`, plain http, with a user and password, with a newline → no avatar', async ({
  canary,
}) => {
  for (const thumb of [
    'javascript:alert(1)',
    'java\nscript:alert(1)',
    'data:text/html,x',
    '//evil.example/a',
    'http://evil.example/a',
    'https://plex.tv@evil.example/a',
    `https://me:${canary.password}@plex.tv/a`,
    { toString: 1 },
  ]) {
    const { plex } = answersOf(canary, () => jsonOf({ ...somebody(canary), thumb }))
    const user = await getUser(plex, canary.token)
    expect(user.avatarUrl).toBeNull()
    canary.see('the user', user)
  }
})

test('an error answer that repeats the password, the code and the token → in no error and nowhere else', async ({
  canary,
}) => {
  const said = [canary.password, canary.verificationCode, canary.token, canary.serverText].join(' ')
  for (const status of [400, 401, 403, 404, 418, 422, 429, 498, 500, 503]) {
    const bodies = [
      JSON.stringify({ errors: [{ code: 1001, message: said }], error: said }),
      said,
      `<error code="1001" message="${said}"/>`,
    ]
    for (const body of bodies) {
      const answer = () =>
        new Response(body, { status, statusText: said, headers: { 'X-Said': said, 'Retry-After': said } })
      const { plex, credentials } = answersOf(canary, answer)
      await canary.refusal(signIn(plex, credentials))
      await canary.refusal(getUser(plex, canary.token))
    }
  }
})

test('bytes that are no UTF-8 in a name → works; they become U+FFFD', async ({ canary }) => {
  const [before = '', after = ''] = JSON.stringify({ ...somebody(canary), title: '¤' }).split('¤')
  const body = Buffer.concat([Buffer.from(before), Buffer.from([0xff, 0xc3]), Buffer.from(after)])
  const { plex, credentials } = answersOf(canary, () => new Response(body))
  expect((await signIn(plex, credentials)).user.title).toBe('\ufffd\ufffd')
})
