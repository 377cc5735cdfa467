import { randomBytes } from 'node:crypto'
import type { Stage } from './faultRow.ts'
import { type Trace, watchPlatform } from './watchPlatform.ts'

/** Runs one row, and rejects when its end state or what must hold after every row does not. */
export async function runFault(run: (stage: Stage) => unknown): Promise<void> {
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
  const platform = watchPlatform()
  // As they are before a row breaks them.
  const storages: Record<string, Storage> = typeof window === 'undefined' ? {} : { localStorage, sessionStorage }
  let failure: { error: unknown } | undefined

  const stage: Stage = {
    ...given,
    secret(name, text) {
      secrets.set(name, text)
      return text
    },
    see: platform.see,
    async refusal(promise) {
      const outcome = await promise.then(
        () => ({ kept: true as const }),
        (error: unknown) => ({ kept: false as const, error }),
      )
      if (outcome.kept) throw new Error('Nothing was refused.')
      platform.see('an error', outcome.error)
      return outcome.error
    },
    caller() {
      const controller = new AbortController()
      platform.watchListeners("the caller's signal", controller.signal)
      return controller
    },
    tokenMayLieIn: (area, key) => void allowed.push({ area, key }),
    after: (task) => void after.push(task),
  }

  const attempt = async (task: () => unknown) => {
    try {
      await task()
    } catch (error) {
      failure ??= { error }
    }
  }
  await attempt(() => run(stage))
  // What the page still shows counts before the row tidies up.
  if (typeof window !== 'undefined') for (const { where, value } of pagePlaces()) platform.see(where, value)
  const stored = storedTraces(storages, allowed)
  for (const task of after.reverse()) await attempt(task)
  // Rejections are called unhandled, and sockets and channels close, a turn later.
  for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve))

  const { complaints, traces } = platform.stop()
  const leaks = [...traces, ...stored].flatMap(({ where, text }) =>
    [...secrets].filter(([, secret]) => holds(text, secret)).map(([name]) => `The ${name} is in ${where}.`),
  )
  if (failure) throw failure.error
  if (leaks.length > 0 || complaints.length > 0) throw new Error([...new Set([...leaks, ...complaints])].join('\n'))
}

/** Short numbers, six digits say, are looked for as words: they are part of many a longer number by chance. */
function holds(text: string, secret: string) {
  return secret.length < 10 ? new RegExp(`(?<!\\w)${secret}(?!\\w)`).test(text) : text.includes(secret)
}

const pagePlaces = () => [
  { where: 'the URL', value: location.href },
  { where: 'the referrer', value: document.referrer },
  { where: 'the history', value: history.state },
  { where: 'the title', value: document.title },
  { where: 'a cookie', value: document.cookie },
  { where: 'the page', value: document.documentElement.outerHTML },
]

function storedTraces(storages: Record<string, Storage>, allowed: readonly { area: string; key: string }[]): Trace[] {
  return Object.entries(storages).flatMap(([area, storage]) =>
    Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? '')
      .filter((key) => !allowed.some((place) => place.area === area && place.key === key))
      .map((key) => ({ where: `${area}, under ${key}`, text: `${key} ${storage.getItem(key)}` })),
  )
}
