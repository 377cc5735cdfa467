import type { Emulator } from '@foyer/emulator'
import type { Browser, Page } from 'playwright'
import type { Figure } from './figure.ts'

const RUNS = 5

/** How often React commits, as it tells its devtools: every commit of every root, in a plain production build. */
export async function commits(browser: Browser, formUrl: string, emulator: Emulator): Promise<Figure[]> {
  const mount: number[] = []
  const typing: number[] = []
  const afterReveal: number[] = []
  const code: number[] = []
  for (let run = 0; run < RUNS; run++) {
    emulator.reset()
    const { login, password } = emulator.person('twoFactor')
    const page = await browser.newPage()
    await page.addInitScript(countCommits)
    await page.goto(formUrl)
    await page.locator('[name=login]').waitFor()
    mount.push(await settledCount(page))

    await page.locator('[name=login]').focus()
    const inLogin = await mostOf(page, login)
    await page.locator('[name=password]').focus()
    const half = Math.floor(password.length / 2)
    typing.push(Math.max(inLogin, await mostOf(page, password.slice(0, half))))
    // React cannot always tell beforehand that a state stays as it is, once it has changed.
    await page.locator('form button[aria-controls]').click()
    await page.locator('[name=password]').focus()
    afterReveal.push(await mostOf(page, password.slice(half)))

    await page.locator('button[type=submit]').click()
    await page.locator('[name=verificationCode]').waitFor()
    // Not the sixth digit, which submits.
    code.push(await mostOf(page, emulator.person('twoFactor').currentCode().slice(0, 5)))
    await page.close()
  }
  return [
    { name: 'React commits at mount', unit: 'commits', samples: mount, goal: { of: 'figure', atMost: 1 } },
    {
      name: 'most React commits for any key, login and password',
      unit: 'commits',
      samples: typing,
      goal: { of: 'figure', atMost: 0 },
    },
    {
      name: 'most React commits for any key, after Show',
      unit: 'commits',
      samples: afterReveal,
      goal: { of: 'figure', atMost: 0 },
    },
    {
      name: 'most React commits for any key, verification code',
      unit: 'commits',
      samples: code,
      goal: { of: 'figure', atMost: 0 },
    },
  ]
}

/** The most commits that any one key made. */
async function mostOf(page: Page, text: string) {
  let most = 0
  let before = await settledCount(page)
  for (const key of text) {
    await page.keyboard.press(key)
    const after = await settledCount(page)
    most = Math.max(most, after - before)
    before = after
  }
  return most
}

/** Two frames and a task later: effects have run, and what they set has been rendered. */
function settledCount(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        requestAnimationFrame(() =>
          requestAnimationFrame(() =>
            setTimeout(() => resolve((window as { commits?: number }).commits ?? Number.NaN)),
          ),
        )
      }),
  )
}

/** Runs in the page, before all else. */
function countCommits() {
  const counted = Object.assign(window, { commits: 0 })
  Object.assign(window, {
    __REACT_DEVTOOLS_GLOBAL_HOOK__: {
      isDisabled: false,
      supportsFiber: true,
      inject: () => 1,
      onCommitFiberRoot: () => counted.commits++,
      onPostCommitFiberRoot() {},
      onCommitFiberUnmount() {},
    },
  })
}
