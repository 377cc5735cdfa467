import type { Project } from './project.ts'

/** A mean over all attempts, in time that a held clock counts: the same on every machine. */
export interface PinRow {
  readonly name: string
  readonly unit: 's' | 'requests' | 'request-seconds' | '%' | 'codes'
  readonly value: number
  readonly goal: { readonly atMost: number; readonly met: boolean } | null
}

const ATTEMPTS = 1000
const SEED = 20_251_122
const ROUND_TRIP_MS = 100
/** How long people take, lognormal. */
const [MEDIAN_MS, SIGMA] = [25_000, 0.5]
const LIFE_S = 1800

/** From an approval on plex.tv's page to the person on the screen, and what was asked of plex.tv for it. */
export async function pins(project: Project): Promise<PinRow[]> {
  const foyer = {
    ...(await project.load<typeof import('@foyer/client')>('@foyer/client')),
    ...(await project.load<typeof import('@foyer/emulator')>('@foyer/emulator')),
  }
  const visible = await means(foyer, false)
  const callback = await means(foyer, true)
  const row = (name: string, unit: PinRow['unit'], value: number, atMost?: number): PinRow => ({
    name,
    unit,
    value,
    goal: atMost === undefined ? null : { atMost, met: value <= atMost },
  })
  return [
    row('a minute in view, approved by nobody', 'requests', await minuteInView(foyer), 16),
    row('approval to screen, page in view', 's', visible.seconds),
    row('requests, page in view', 'requests', visible.requests, 16),
    row('approval to screen, with the callback page', 's', callback.seconds),
    row('requests, with the callback page', 'requests', callback.requests),
    row('product, with the callback page', 'request-seconds', callback.seconds * callback.requests, 3),
  ]
}

type Foyer = typeof import('@foyer/client') & typeof import('@foyer/emulator')

async function means(foyer: Foyer, callback: boolean) {
  const random = randomFrom(SEED)
  let [seconds, requests] = [0, 0]
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const took = await play(foyer, MEDIAN_MS * Math.exp(SIGMA * normal(random)), callback)
    seconds += took.seconds / ATTEMPTS
    requests += took.requests / ATTEMPTS
  }
  return { seconds, requests }
}

/** What goes over the wire while somebody looks at a code. */
async function minuteInView(foyer: Foyer) {
  const { clock, plex, countRequests } = plexOf(foyer, () => null)
  const attempt = foyer.createPinAttempt(plex, 'link')
  await clock.pass(60_000)
  attempt.stop()
  return countRequests()
}

/** One attempt with a strong pin, approved `approvedMs` after it could be. */
async function play(foyer: Foyer, approvedMs: number, callback: boolean) {
  let approvedAt = Number.POSITIVE_INFINITY
  const { clock, plex, countRequests } = plexOf(foyer, () =>
    clock.elapsed() >= approvedAt ? 'bench-token-00000000' : null,
  )
  let isBack = false
  const attempt = foyer.createPinAttempt(plex, 'strong', {
    // The person looks at plex.tv's window, until it is back.
    environment: () => ({ hidden: callback && !isBack, offline: false }),
  })
  let shownAt: number | undefined
  attempt.subscribe(() => {
    if (attempt.getState().status !== 'waiting' || approvedAt < Number.POSITIVE_INFINITY) return
    approvedAt = clock.elapsed() + approvedMs
    // plex.tv's page hears of it half a round trip later, and the callback page takes a whole one to come.
    if (!callback) return
    clock.after(approvedMs + ROUND_TRIP_MS * 1.5, () => {
      isBack = true
      attempt.pollNow()
    })
  })
  attempt.grant.then(() => {
    shownAt = clock.elapsed()
  })
  while (shownAt === undefined) await clock.pass(clock.nextMs ?? 0)
  attempt.stop()
  return { seconds: ((shownAt ?? Number.NaN) - approvedAt) / 1000, requests: countRequests() }
}

/** A plex.tv with one pin, whose token is what `token` says. */
function plexOf({ createPlexClient, createTestClock }: Foyer, token: () => string | null) {
  const clock = createTestClock({ turns: 2 })
  let requests = 0
  const pin = (kind: 'link' | 'strong') => ({
    id: 1,
    code: kind === 'link' ? '7RQZ' : '8lzjqnq8lye02n52jq3fqxf8e',
    clientIdentifier: 'bench',
    expiresIn: LIFE_S - Math.floor(clock.elapsed() / 1000),
    authToken: token(),
  })
  const halfway = () => new Promise<void>((there) => clock.after(ROUND_TRIP_MS / 2, there))
  let kind: 'link' | 'strong' = 'link'
  const plex = createPlexClient({
    product: 'Bench',
    clientIdentifier: 'bench',
    clock,
    async fetch(input, init) {
      requests += isPreflighted(init) ? 2 : 1
      const { pathname, searchParams } = new URL(String(input))
      if (searchParams.has('strong')) kind = 'strong'
      await halfway()
      const body = JSON.stringify(pathname.endsWith('/user') ? { id: 1, uuid: 'bench', title: 'Ada' } : pin(kind))
      await halfway()
      return new Response(body)
    },
  })
  return { clock, plex, countRequests: () => requests }
}

/** Whether a browser asks first: with no cache, Chromium since 83 and Firefox do so for each such request. */
const isPreflighted = (init?: RequestInit) =>
  Object.keys(init?.headers ?? {}).some((name) => !['accept', 'content-type'].includes(name.toLowerCase()))

/** Numbers between 0 and 1, the same for the same seed (a linear congruence modulo 2^31 - 1). */
function randomFrom(seed: number) {
  let state = seed % 2_147_483_647
  return () => {
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647
  }
}

/** Normally distributed, of mean 0 and deviation 1 (Box and Muller). */
const normal = (random: () => number) => Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random())
