import { expect, test } from './viewer.ts'

/** What a platform was asked to do. */
const asked = () => (window as { asked?: string[] }).asked

test.describe('on Tizen', () => {
  test.beforeEach(({ page }) =>
    page.addInitScript(() => {
      const asked: string[] = []
      const application = { getCurrentApplication: () => ({ exit: () => asked.push('exit') }) }
      Object.assign(window, { asked, tizen: { application } })
    }),
  )

  test('Back on the first page asks first, and the code stays', async ({ page, emulator, viewer }) => {
    await page.goto('/')
    const code = await viewer.seesCode()
    // A pointer has taken the focus to nowhere.
    await page.mouse.click(5, 5)
    await viewer.pressCode(10009)
    await expect(page.getByRole('heading', { name: 'Leave Reelroom?' })).toBeVisible()
    await expect(page.getByRole('button', { name: 'Stay' })).toBeFocused()
    await viewer.findsAllWell()
    await viewer.pressCode(10009)
    expect(await viewer.seesCode()).toBe(code)
    expect(emulator.pins()).toHaveLength(1)
    expect(await page.evaluate(asked)).toEqual([])
    await viewer.pressCode(10009)
    await viewer.press('ArrowDown', 'Enter')
    expect(await page.evaluate(asked)).toEqual(['exit'])
  })

  test('Back among the films goes to the first shelf, and asks from there', async ({ page, emulator, viewer }) => {
    await page.goto('/')
    emulator.approvePin(await viewer.seesCode(), 'plain')
    await expect(viewer.films.getByRole('button').first()).toBeFocused()
    await viewer.press('ArrowDown')
    await viewer.pressCode(10009)
    await expect(viewer.films.getByRole('button').first()).toBeFocused()
    await viewer.pressCode(10009)
    await expect(page.getByRole('button', { name: 'Stay' })).toBeFocused()
    await viewer.press('Enter')
    await expect(viewer.films.getByRole('button').first()).toBeFocused()
    expect(await page.evaluate(asked)).toEqual([])
  })
})

test('on webOS, Back on the first page shows the launcher', async ({ page, viewer }) => {
  await page.addInitScript(() => {
    const asked: string[] = []
    Object.assign(window, { asked, webOS: { platformBack: () => asked.push('launcher') } })
  })
  await page.goto('/')
  await viewer.seesCode()
  await viewer.pressCode(461)
  expect(await page.evaluate(asked)).toEqual(['launcher'])
})

test('OK that is held down votes once', async ({ page, emulator, viewer }) => {
  await page.goto('/')
  emulator.approvePin(await viewer.seesCode(), 'plain')
  const film = viewer.films.getByRole('button').first()
  await expect(film).toBeFocused()
  // Each further `down` is a repetition.
  for (let presses = 0; presses < 4; presses++) await page.keyboard.down('Enter')
  await page.keyboard.up('Enter')
  await expect(film).toHaveAttribute('aria-pressed', 'true')
})

test.describe('with smooth scrolling', () => {
  test.use({ contextOptions: { reducedMotion: 'no-preference' } })

  test('the focused poster comes to stand inside what every set shows', async ({ page, emulator, viewer }) => {
    await page.goto('/')
    emulator.approvePin(await viewer.seesCode(), 'plain')
    await expect(viewer.films.getByRole('button').first()).toBeFocused()
    for (const key of [
      'ArrowRight',
      'ArrowRight',
      'ArrowDown',
      'ArrowRight',
      'ArrowDown',
      'ArrowRight',
      'ArrowRight',
    ]) {
      await viewer.press(key)
      await expect.poll(() => page.evaluate(isFocusInside)).toBe(true)
    }
  })
})

/** Runs in the page: whether what has the focus is clear of the five per cent at each edge. */
function isFocusInside() {
  const box = document.activeElement?.getBoundingClientRect()
  if (!box) return false
  const [across, down] = [innerWidth * 0.05, innerHeight * 0.05]
  return box.left >= across && box.right <= innerWidth - across && box.top >= down && box.bottom <= innerHeight - down
}
