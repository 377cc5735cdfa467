// The watch over every page that a journey opens. A journey ends red if a password, a code or a token that it used
// turns up where it has no business: in a URL or a referrer, in a title, a text or an attribute, in the console, in
// storage beyond the one record, or at another host.
import type { Emulator, Person } from '@foyer/emulator'
import type { BrowserContext, Page } from '@playwright/test'
import { expect } from './journey.ts'

const IDENTIFIER = 'foyer.client-identifier.Reelroom'
const RECORDS = 'foyer.session.Reelroom.'
/** What waits to be approved, so that a reload does not lose it. */
const PINS = 'foyer.pin.'
/** Until when plex.tv asked to wait. */
const COOLDOWN = 'foyer.cooldown.Reelroom'

/** Where servers were found. */
const WAYS = 'foyer.server.'
/** The web app's own: the server that was chosen. */
const CHOSEN = 'reelroom.server'

/** The TV app's own: whether its next start shows the picture with the code. */
const RETURNING = 'reelroom.is-signed-in'

export type Watch = ReturnType<typeof watchOver>

export function watchOver(context: BrowserContext) {
  const secrets = new Set<string>()
  // The browser's own: of answers of 400 and above, and of a tab that nobody opened and that so can't close itself.
  const spoken = [/^Failed to load resource/, /^Scripts may close only the windows that were opened by them/]
  const said: string[] = []
  const addresses: string[] = []
  context.on('console', (message) => {
    if (!spoken.some((words) => words.test(message.text()))) said.push(message.text())
  })
  context.on('request', (request) => addresses.push(request.url(), request.headers().referer ?? ''))

  return {
    /** In the console these words are no complaint of this journey's. */
    mayHear: (words: RegExp) => void spoken.push(words),
    keepSecret: (secret: string) => void secrets.add(secret),
    /** The token that the app keeps is theirs; from here on it is a secret of this journey. */
    async findsTokenOf(person: Person, emulator: Emulator, page: Page) {
      const { local, tab } = await page.evaluate(() => ({ local: { ...localStorage }, tab: { ...sessionStorage } }))
      const token = emulator.tokenFor(person.name, local[IDENTIFIER] ?? '')
      expect(JSON.stringify([recordsIn(tab), recordsIn(local)])).toContain(token)
      secrets.add(token)
    },
    async findsNothing(page: Page) {
      const { left, kept } = await page.evaluate(tracesIn)
      const { [IDENTIFIER]: identifier = '', [COOLDOWN]: cooldown = '', ...keptByAll } = kept.local
      delete keptByAll[RETURNING]
      delete keptByAll[CHOSEN]
      const tabKeys = Object.keys(kept.tab).filter((key) => !key.startsWith(PINS) && !key.startsWith(WAYS))
      const others = [...tabKeys, ...Object.keys(keptByAll)].filter((key) => !key.startsWith(RECORDS))
      expect([others, kept.databases, await context.cookies()]).toEqual([[], [], []])
      const records = [...recordsIn(kept.tab), ...recordsIn(kept.local)].map(withoutToken)
      const pins = Object.entries(kept.tab).flatMap(([key, pin]) =>
        key.startsWith(PINS) || key.startsWith(WAYS) ? pin : [],
      )
      const places = [...left, ...addresses, identifier, cooldown, ...records, ...pins]
      expect(places.filter((place) => [...secrets].some((secret) => place.includes(secret)))).toEqual([])
      expect(said).toEqual([])
      const hosts = new Set(addresses.filter((address) => address !== '').map((address) => new URL(address).hostname))
      // A file has no host.
      expect([...hosts].filter((host) => !['localhost', '127.0.0.1', ''].includes(host))).toEqual([])
    },
  }
}

/** The sessions that an area of storage keeps. */
const recordsIn = (area: Record<string, string>) =>
  Object.entries(area).flatMap(([key, record]) => (key.startsWith(RECORDS) ? record : []))

/** The one place where tokens belong: the account's, and that of who is watching. */
function withoutToken(record: string) {
  if (!record) return record
  const { token: _, profile, ...rest } = JSON.parse(record)
  return JSON.stringify({ ...rest, profile: profile?.user })
}

/** Runs in the page: whatever it could have left somewhere. */
async function tracesIn() {
  const kept = (storage: () => Storage): Record<string, string> => {
    try {
      return { ...storage() }
    } catch {
      // Blocked: what can't be read keeps nothing.
      return {}
    }
  }
  const elements = [...document.querySelectorAll('*')]
  // The note shows a password on purpose.
  const shown = document.body.cloneNode(true) as HTMLElement
  shown.querySelector('.demo-note')?.remove()
  return {
    left: [
      location.href,
      document.referrer,
      document.title,
      JSON.stringify(history.state),
      shown.textContent ?? '',
      ...elements.flatMap((element) => [...element.attributes].map(({ value }) => value)),
    ],
    kept: { local: kept(() => localStorage), tab: kept(() => sessionStorage), databases: await indexedDB.databases() },
  }
}
