// Pages of a strict `Cross-Origin-Opener-Policy` are cut off from the windows that they open. hooks/README.md has this
// table too.
import type { Emulator } from '@foyer/emulator'
import { en } from '@foyer/ui/messages/en'
import { expect, firstTab, test, windowOpenedBy } from './test.ts'
import { approve, seesOnePin, visitorOn, words } from './visitor.ts'

const policies = [
  { opener: 'unset', auth: 'unset', lostIn: [] },
  { opener: 'unset', auth: 'same-origin', lostIn: ['chromium', 'firefox', 'webkit'] },
  { opener: 'same-origin', auth: 'unset', lostIn: ['chromium', 'firefox', 'webkit'] },
  { opener: 'same-origin', auth: 'same-origin', lostIn: ['chromium', 'firefox', 'webkit'] },
  // WebKit cuts off a window that was opened empty as well.
  { opener: 'same-origin-allow-popups', auth: 'unset', lostIn: ['webkit'] },
  { opener: 'same-origin-allow-popups', auth: 'same-origin', lostIn: ['chromium', 'firefox', 'webkit'] },
] as const

for (const { opener, auth, lostIn } of policies) {
  test(`signs in by a window where the app’s COOP is ${opener} and plex.tv’s ${auth}, and the window closes`, async ({
    engine,
    engineName,
    siteUrl,
    siteHeaders,
    emulator,
  }) => {
    if (opener !== 'unset') siteHeaders.set('Cross-Origin-Opener-Policy', opener)
    emulator.pages.set({ coop: auth })
    const person = emulator.person('plain')
    const tab = await firstTab(engine)
    await tab.goto(siteUrl)
    const popup = await windowOpenedBy(engine, () => tab.click(words.withWindow))
    await popup.sees(words.approve)
    if ((lostIn as readonly string[]).includes(engineName)) await tab.sees({ text: en.pin.lost })
    else {
      await seesTwoPolls(emulator)
      await tab.sees({ text: en.pin.open })
    }
    await approve(popup, person)
    await visitorOn(tab).seesAccountOf(person)
    await expect.poll(async () => (await engine.tabs()).map(({ id }) => id)).toEqual([tab.id])
    seesOnePin(emulator)
  })
}

/** The page looks at its window once a second, and asks plex.tv less often than that: it has looked in between. */
async function seesTwoPolls(emulator: Emulator) {
  const polls = () => emulator.requests().filter(({ method, path }) => method === 'GET' && path.includes('/pins/'))
  const before = polls().length
  await expect.poll(() => polls().length).toBeGreaterThan(before + 1)
}
