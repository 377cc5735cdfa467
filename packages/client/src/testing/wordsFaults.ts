import { expect } from 'vitest'
import type { FaultRow } from '../../../../.ci/faults/faultRow.ts'
import { getUser, signIn } from '../index.ts'
import { answersOf, emulatorOf, jsonOf, somebody } from './plexOf.ts'

const area = 'Hostile input'

/** What plex.tv, or somebody in its place, answers with. */
export const wordsFaults: FaultRow[] = [
  {
    area,
    fault:
      'names with direction overrides, zero widths, HTML, `</script>`; avatars of `javascript:`, `data:`, `//host`, userinfo',
    endState: 'text, as it is; no avatar but by https',
    async run(stage) {
      const { plex, plexTv } = emulatorOf(stage, { scenario: 'hostile-names' })
      for (const { name, title } of plexTv.people()) {
        const user = await getUser(plex, plexTv.tokenFor(name, 'tests'))
        expect(user.title).toBe(title)
        expect(user.avatarUrl ?? 'https://').toMatch(/^https:\/\/[^@]*$/)
      }
    },
  },
  {
    area,
    fault: 'a thumb of `javascript:`, `data:`, `//host`, plain http, with a user and password, with a newline',
    endState: 'no avatar',
    async run(stage) {
      for (const thumb of [
        'javascript:alert(1)',
        'java\nscript:alert(1)',
        'data:text/html,x',
        '//evil.example/a',
        'http://evil.example/a',
        'https://plex.tv@evil.example/a',
        `https://me:${stage.password}@plex.tv/a`,
        { toString: 1 },
      ]) {
        const { plex } = answersOf(stage, () => jsonOf({ ...somebody(stage), thumb }))
        const user = await getUser(plex, stage.token)
        expect(user.avatarUrl).toBeNull()
        stage.see('the user', user)
      }
    },
  },
  {
    area,
    fault: 'an error answer that repeats the password, the code and the token',
    endState: 'in no error and nowhere else',
    async run(stage) {
      const said = [stage.password, stage.verificationCode, stage.token, stage.serverText].join(' ')
      for (const status of [400, 401, 403, 404, 418, 422, 429, 498, 500, 503]) {
        const bodies = [
          JSON.stringify({ errors: [{ code: 1001, message: said }], error: said }),
          said,
          `<error code="1001" message="${said}"/>`,
        ]
        for (const body of bodies) {
          const answer = () =>
            new Response(body, { status, statusText: said, headers: { 'X-Said': said, 'Retry-After': said } })
          const { plex, credentials } = answersOf(stage, answer)
          await stage.refusal(signIn(plex, credentials))
          await stage.refusal(getUser(plex, stage.token))
        }
      }
    },
  },
  {
    area,
    fault: 'bytes that are no UTF-8 in a name',
    endState: 'works; they become U+FFFD',
    async run(stage) {
      const [before = '', after = ''] = JSON.stringify({ ...somebody(stage), title: '¤' }).split('¤')
      const body = Buffer.concat([Buffer.from(before), Buffer.from([0xff, 0xc3]), Buffer.from(after)])
      const { plex, credentials } = answersOf(stage, () => new Response(body))
      expect((await signIn(plex, credentials)).user.title).toBe('\ufffd\ufffd')
    },
  },
]
