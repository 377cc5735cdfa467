import { en } from '@foyer/ui/messages/en'
import { expect, test } from './viewer.ts'

const wordsFor = (connection: keyof typeof en.connection) => en.connection[connection] ?? 'no words'

const quarterHour = 900_000

test('signs in when its code is typed on a phone', async ({ page, emulator, viewer, phone, watch }) => {
  const person = emulator.person('plain')
  await page.goto('/')
  const code = await viewer.seesCode()
  await expect(page.getByText('Reelroom on Living room TV')).toBeVisible()
  await expect(viewer.screen.locator('[data-part="qr"] svg')).toBeVisible()
  await viewer.findsAllWell()
  await phone.link(code, person)
  await expect(viewer.account).toHaveText(/Ada Lovelace/)
  await watch.findsTokenOf(person, emulator, page)
  await viewer.findsAllWell()
  expect(emulator.requests().filter(({ method }) => method === 'POST')).toHaveLength(1)
  await page.reload()
  await expect(viewer.account).toHaveText(/Ada Lovelace/)
})

test('goes through the shelves, to the account and out by a remote, and shows another code', async ({
  page,
  emulator,
  viewer,
  phone,
}) => {
  await page.goto('/')
  const code = await viewer.seesCode()
  await phone.link(code, emulator.person('plain'))
  const film = (shelf: string, name: string) => page.getByRole('region', { name: shelf }).getByRole('button', { name })
  const heading = page.getByRole('heading', { level: 1 })

  await expect(film('On Friday’s ballot', 'Sherlock Jr.')).toBeFocused()
  await viewer.press('ArrowLeft', 'ArrowRight', 'ArrowRight', 'Enter')
  await expect(film('On Friday’s ballot', 'Nosferatu')).toHaveAttribute('aria-pressed', 'true')
  await expect(page.getByText('Your vote for Friday')).toBeVisible()
  await viewer.press(...Array.from({ length: 7 }, () => 'ArrowRight'))
  await expect(film('On Friday’s ballot', 'The General')).toBeFocused()
  await expect(film('On Friday’s ballot', 'The General')).toBeInViewport({ ratio: 1 })
  await expect(heading).toHaveText('The General')

  await viewer.press('ArrowDown', 'ArrowRight')
  await expect(film('With the lights on', 'Häxan')).toBeFocused()
  await viewer.press('ArrowDown', 'ArrowDown')
  await expect(film('Laughing out loud', 'The General')).toBeFocused()
  await expect(film('Laughing out loud', 'The General')).toBeInViewport({ ratio: 1 })
  await viewer.press('ArrowUp')
  await expect(film('With the lights on', 'Häxan')).toBeFocused()

  await viewer.pressCode(461)
  await expect(film('On Friday’s ballot', 'The General')).toBeFocused()
  await viewer.press('ArrowUp')
  await expect(viewer.account).toBeFocused()
  await viewer.press('Enter')
  await expect(heading).toHaveText('Ada Lovelace')
  await expect(page.getByText('as ada@example.com.')).toBeVisible()
  await viewer.findsAllWell()
  await viewer.pressCode(10009)
  await expect(viewer.account).toBeFocused()
  await viewer.press('Enter', 'Backspace')
  await expect(viewer.account).toBeFocused()
  await viewer.press('ArrowDown')
  await expect(film('On Friday’s ballot', 'The General')).toBeFocused()

  await viewer.press('ArrowUp', 'Enter', 'ArrowDown', 'Enter')
  expect(await viewer.seesCode()).not.toBe(code)
  await expect
    .poll(() => emulator.requests())
    .toContainEqual({ method: 'DELETE', path: '/api/v2/users/signout', status: 204 })
  await viewer.findsAllWell()
})

test('goes on with the same code after half a minute offline', async ({ page, context, emulator, viewer }) => {
  await page.clock.install()
  await page.goto('/')
  const code = await viewer.seesCode()
  await context.setOffline(true)
  await expect(page.getByText(wordsFor('offline'))).toBeVisible()
  await page.clock.fastForward(30_000)
  await expect(page.getByText(wordsFor('offline'))).toBeVisible()
  await viewer.findsAllWell()
  expect(await viewer.seesCode()).toBe(code)
  emulator.approvePin(code, 'plain')
  await context.setOffline(false)
  await page.clock.runFor(1000)
  await expect(viewer.account).toBeVisible()
  expect(emulator.pins()).toHaveLength(1)
})

test('says what is wrong with the way to plex.tv, and goes on with the same code', async ({
  page,
  emulator,
  viewer,
}) => {
  await page.clock.install()
  await page.goto('/')
  const code = await viewer.seesCode()
  const down = emulator.fail({ kind: 'offline', endpoint: 'pin' })
  await page.clock.fastForward(4500)
  await expect(page.getByText(wordsFor('unreachable'))).toBeVisible()
  down.stop()
  const busy = emulator.fail({ kind: 'rate-limited', endpoint: 'pin' })
  await page.clock.fastForward(30_000)
  await expect(page.getByText(wordsFor('rate-limited'))).toBeVisible()
  busy.stop()
  emulator.approvePin(code, 'plain')
  await page.clock.fastForward(60_000)
  await expect(viewer.account).toBeVisible()
})

test('makes another code when one has expired', async ({ page, emulator, viewer, phone }) => {
  await page.clock.install()
  await page.goto('/')
  const first = await viewer.seesCode()
  emulator.advance(quarterHour)
  await page.clock.fastForward(quarterHour)
  await expect.poll(() => viewer.seesCode()).not.toBe(first)
  const second = await viewer.seesCode()
  expect(emulator.pins().map(({ status }) => status)).toEqual(['expired', 'waiting'])
  await phone.link(second, emulator.person('plain'))
  await page.clock.fastForward(4500)
  await expect(viewer.account).toBeVisible()
})

test('asks at once when somebody looks again', async ({ page, emulator, viewer }) => {
  await page.clock.install()
  await page.goto('/')
  const code = await viewer.seesCode()
  const polls = () => emulator.requests().filter(({ method, path }) => method === 'GET' && path.includes('/pins/'))
  // The app has gone on with the pin of the first picture, and looked.
  await expect.poll(polls).toHaveLength(1)
  await page.evaluate(look, true)
  // The look that was due when the screen was hidden.
  await page.clock.fastForward(4500)
  await expect.poll(polls).toHaveLength(2)
  await page.clock.runFor(9000)
  expect(polls()).toHaveLength(2)
  emulator.approvePin(code, 'plain')
  await page.evaluate(look, false)
  await page.clock.runFor(100)
  await expect(viewer.account).toBeVisible()
  expect(polls()).toHaveLength(3)
})

test('waits with a button where nobody looked when a code expired', async ({ page, emulator, viewer }) => {
  await page.clock.install()
  await page.goto('/')
  const first = await viewer.seesCode()
  await page.evaluate(look, true)
  emulator.advance(quarterHour)
  await page.clock.fastForward(quarterHour)
  await expect(viewer.screen).toHaveAttribute('data-status', 'expired')
  await expect(page.getByRole('button', { name: en.link.newCode })).toBeFocused()
  await viewer.findsAllWell()
  await viewer.press('Enter')
  expect(await viewer.seesCode()).not.toBe(first)
})

/** Runs in the page: no browser under test hides a tab by itself. */
function look(hidden: boolean) {
  Object.defineProperty(document, 'hidden', { configurable: true, value: hidden })
  document.dispatchEvent(new Event('visibilitychange'))
}
