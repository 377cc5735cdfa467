// A sign-in's answers may come in any order. fast-check plays out every order it can think of: FOYER_RUNS multiplies
// the runs, FOYER_SEED replays some.
import type { PersonName } from '@foyer/emulator'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sessionAtEmulator } from '../testing/sessionAtEmulator.ts'
import { createSignInAttempt } from './signInAttempt.ts'

const numRuns = 150 * Number(process.env.FOYER_RUNS ?? 1)
const seed = Number(process.env.FOYER_SEED ?? 20_251_122)

const PLAIN: PersonName = 'plain'
const step = fc.oneof(
  fc.record({
    type: fc.constant('submit' as const),
    by: fc.nat(1),
    person: fc.constantFrom<PersonName>(PLAIN, 'twoFactor', 'emailOnly'),
    right: fc.boolean(),
  }),
  fc.record({ type: fc.constant('code' as const), by: fc.nat(1), right: fc.boolean() }),
  fc.record({ type: fc.constant('back' as const), by: fc.nat(1) }),
  fc.record({ type: fc.constant('close' as const), by: fc.nat(1) }),
  fc.record({ type: fc.constant('leave' as const) }),
  fc.record({ type: fc.constant('answer' as const), at: fc.nat(3) }),
  fc.record({ type: fc.constant('answer' as const), at: fc.constant(0) }),
)

test('whatever the order of submits, backs, unmounts and answers', { timeout: 200 * numRuns }, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 24 }), async (steps) => {
      const app = sessionAtEmulator()
      const answers = app.hold()
      const told: string[][] = [[], []]
      const attempts = told.map((names) =>
        createSignInAttempt(app.session, { signedIn: (user) => names.push(user.username), failed: () => {} }),
      )
      const closes = attempts.map((attempt) => attempt.open())
      const at = (by: number) => attempts[by] as (typeof attempts)[number]
      /** The requests that wait for their answers, in order: whose each is, and whether anybody still wants it. */
      let waiting: { by: number; wanted: boolean }[] = []
      const drop = (of: (request: { by: number }) => boolean) => {
        for (const request of waiting) if (of(request)) request.wanted = false
      }
      let accepted = 0
      const posting = async (by: number, submit: () => Promise<void>) => {
        const { step, status } = at(by).getState()
        const code = at(by).getState()
        const cooling = code.status === 'error' && code.cooldown !== null
        const takes = step !== 'done' && status !== 'pending' && !cooling
        void submit()
        if (takes) {
          accepted++
          drop(() => true)
          waiting.push({ by, wanted: true })
        }
        await settled()
      }

      for (const step of steps) {
        switch (step.type) {
          case 'submit': {
            const { login, username, password } = app.plexTv.person(step.person)
            if (at(step.by).getState().step !== 'credentials') break
            const typed = { login: step.right ? login : username, password: step.right ? password : 'wrong' }
            await posting(step.by, () => at(step.by).submitCredentials(typed))
            break
          }
          case 'code': {
            if (at(step.by).getState().step !== 'verification') break
            const code = step.right ? app.plexTv.person('twoFactor').currentCode() : '000000'
            await posting(step.by, () => at(step.by).submitCode(code))
            break
          }
          case 'back':
            if (at(step.by).getState().step === 'verification') drop(({ by }) => by === step.by)
            at(step.by).back()
            break
          case 'close':
            drop(({ by }) => by === step.by)
            closes[step.by]?.()
            closes[step.by] = at(step.by).open()
            break
          case 'leave':
            await app.session.signOut()
            break
          case 'answer': {
            const which = step.at % Math.max(1, waiting.length)
            answers.release(which)
            waiting = waiting.filter((_, at) => at !== which)
            await settled()
          }
        }

        // Each accepted submit makes one POST.
        expect(app.posted).toHaveLength(accepted)
        // It is pending exactly where somebody waits for an answer, so that the screen belongs to the last attempt.
        expect(attempts.map((attempt) => attempt.getState().status === 'pending')).toEqual(
          attempts.map((_, by) => waiting.some((request) => request.by === by && request.wanted)),
        )
        // Whoever is done is done with somebody who is there.
        const session = app.session.getState()
        if (session.status !== 'signed-in') {
          expect(attempts.map((attempt) => attempt.getState().step)).not.toContain('done')
        } else {
          const names = attempts.flatMap((attempt) => {
            const state = attempt.getState()
            return state.step === 'done' ? [state.user.username] : []
          })
          if (names.length > 0) expect(names).toContain(session.user.username)
        }
      }

      while (answers.count > 0) answers.release()
      await settled()
      for (const close of closes) close()
      expect(attempts.map((attempt) => attempt.getState().status)).not.toContain('pending')
      expect(app.clock.waiting).toBe(0)
    }),
    { numRuns, seed },
  )
})

/** Waits until all that was let go has run: an answer of the emulator passes a few turns of the event loop. */
async function settled() {
  for (let turns = 0; turns < 6; turns++) await new Promise((resolve) => setImmediate(resolve))
}
