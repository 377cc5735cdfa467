import { randomBytes } from 'node:crypto'
import { textOf } from './textOf.ts'
import { watchPlatform } from './watchPlatform.ts'

/** Secrets of one test, and the means to show what came out of it. */
export interface Canary {
  /** Random, as are all four: found anywhere, they came from this test. */
  readonly password: string
  readonly verificationCode: string
  readonly token: string
  /** For the bodies of a server: its words are no secret, but reach no person and no error. */
  readonly serverText: string
  /** Another secret, of the emulator's say. Gives it back. */
  secret(name: string, text: string): string
  /** Shows something that must hold no secret: a state, a cache, a log. */
  see(where: string, value: unknown): void
  /** Shows what the page shows now, as `check` does at the end. */
  seePage(): void
  /** What a promise rejects with, after it was searched; a promise that is kept fails the test. */
  refusal(promise: Promise<unknown>): Promise<unknown>
  /** A caller who may cancel; a listener left on the signal fails the test. */
  caller(): AbortController
  /** The one place that the app chose for the token. */
  tokenMayLieIn(area: 'localStorage' | 'sessionStorage', key: string): void
  /** Done when the test is, whether or not it failed, and before what it left behind is counted. */
  after(task: () => unknown): void
}

/** Notes all that comes out of the platform from now on; `check` rejects when a secret is in it, or something was left. */
export function createCanary(): Canary & { check(): Promise<void> } {
  const random = (name: string) => `${name}-${randomBytes(12).toString('hex')}`
  const given = {
    password: random('password'),
    verificationCode: random('code'),
    token: random('token'),
    serverText: random('words-of-a-server'),
  }
  const secrets = new Map<string, string>(Object.entries(given))
  const allowed: { area: 'localStorage' | 'sessionStorage'; key: string }[] = []
  const after: (() => unknown)[] = []
  const seen: { where: string; text: string }[] = []
  const see = (where: string, value: unknown) => void seen.push({ where, text: textOf(value) })
  const seePage = () => {
    for (const [where, value] of Object.entries(pagePlaces())) see(where, value)
  }
  const platform = watchPlatform(see)
  // As they are before a test breaks them.
  const storages: Record<string, Storage> = typeof window === 'undefined' ? {} : { localStorage, sessionStorage }

  return {
    ...given,
    secret(name, text) {
      secrets.set(name, text)
      return text
    },
    see,
    seePage,
    async refusal(promise) {
      const outcome = await promise.then(
        () => ({ kept: true as const }),
        (error: unknown) => ({ kept: false as const, error }),
      )
      if (outcome.kept) throw new Error('Nothing was refused.')
      see('an error', outcome.error)
      return outcome.error
    },
    caller() {
      const controller = new AbortController()
      platform.watchListeners("the caller's signal", controller.signal)
      return controller
    },
    tokenMayLieIn: (area, key) => void allowed.push({ area, key }),
    after: (task) => void after.push(task),
    async check() {
      // The page is searched as the test leaves it, before anything is tidied up.
      if (typeof window !== 'undefined') seePage()
      for (const [area, storage] of Object.entries(storages)) {
        for (const [key, text] of entriesOf(storage)) {
          if (!allowed.some((place) => place.area === area && place.key === key))
            see(`${area}, under ${key}`, `${key} ${text}`)
        }
      }
      const failures: unknown[] = []
      for (const task of after.reverse()) {
        try {
          await task()
        } catch (error) {
          failures.push(error)
        }
        // Each task's aftermath ends before the next task begins.
        await turn()
      }
      // Rejections are called unhandled, and sockets and channels close, a turn later.
      for (let turns = 0; turns < 3 || platform.isSettling(); turns++) await turn()
      const complaints = platform.stop()
      const leaks = seen.flatMap(({ where, text }) =>
        [...secrets].filter(([, secret]) => holds(text, secret)).map(([name]) => `The ${name} is in ${where}.`),
      )
      if (failures.length > 0) throw failures[0]
      if (leaks.length > 0 || complaints.length > 0) throw new Error([...new Set([...leaks, ...complaints])].join('\n'))
    },
  }
}

const turn = () => new Promise((resolve) => setImmediate(resolve))

/** Short numbers, six digits say, are looked for as words: they are part of many a longer number by chance. */
function holds(text: string, secret: string) {
  return secret.length < 10 ? new RegExp(`(?<!\\w)${secret}(?!\\w)`).test(text) : text.includes(secret)
}

const pagePlaces = () => ({
  'the URL': location.href,
  'the referrer': document.referrer,
  'the history': history.state,
  'the title': document.title,
  'a cookie': document.cookie,
  'the page': document.documentElement.outerHTML,
})

const entriesOf = (storage: Storage) =>
  Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? '').map(
    (key) => [key, storage.getItem(key)] as const,
  )
