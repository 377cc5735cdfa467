import type { Fault } from '@foyer/emulator'
import { expect, test } from './visitor.ts'

const failures: { what: string; fault: Fault; words: RegExp }[] = [
  { what: 'a 503 with a page of HTML', fault: { kind: 'status', status: 503 }, words: /it isn’t you/ },
  { what: 'a connection that is cut', fault: { kind: 'offline' }, words: /Plex can’t be reached/ },
  { what: 'the page of a captive portal', fault: { kind: 'html' }, words: /answered instead/ },
  { what: 'an answer that ends in its middle', fault: { kind: 'truncated' }, words: /answered instead/ },
]

for (const { what, fault, words } of failures) {
  test(`has its words for ${what}, and goes on afterwards`, async ({ page, emulator, visitor }) => {
    const person = emulator.person('plain')
    await page.goto('/')
    // Until stopped, not once: a cut on a connection that it used before, Chromium mends by sending the request again.
    const { stop } = emulator.fail({ ...fault, endpoint: 'sign-in' })
    await visitor.submitCredentials(person)
    await expect(visitor.problem).toHaveText(words)
    await expect(visitor.problem).toBeFocused()
    await expect(visitor.login).toHaveValue(person.login)
    await expect(visitor.password).toHaveValue(person.password)
    await expect(page.getByText(/service is unavailable|hotel network/)).toHaveCount(0)
    await visitor.findsAllWell()
    stop()
    await visitor.submit.click()
    await visitor.seesAccountOf(person)
  })
}

test('has its words for being offline, and sends nothing by itself afterwards', async ({
  page,
  context,
  emulator,
  visitor,
}) => {
  const person = emulator.person('plain')
  await page.goto('/')
  await context.setOffline(true)
  await visitor.submitCredentials(person)
  await expect(visitor.problem).toHaveText(/Check your connection/)
  await expect(visitor.problem).toBeFocused()
  await expect(visitor.password).toHaveValue(person.password)
  await visitor.findsAllWell()
  await context.setOffline(false)
  await visitor.submit.click()
  await visitor.seesAccountOf(person)
  expect(emulator.requests().filter(({ method }) => method === 'POST')).toHaveLength(1)
})

test('gives up on an answer that does not come, and goes on afterwards', async ({ page, emulator, visitor }) => {
  const person = emulator.person('plain')
  await page.clock.install()
  await page.goto('/')
  emulator.fail({ kind: 'hang', endpoint: 'sign-in', times: 1 })
  await visitor.submitCredentials(person)
  await expect(visitor.submit).toHaveText('Signing in…')
  await expect.poll(() => emulator.requests().at(-1)).toMatchObject({ method: 'POST', status: 0 })
  await visitor.findsAllWell()
  await page.clock.fastForward(15_000)
  await expect(visitor.problem).toHaveText(/took too long/)
  await expect(visitor.problem).toBeFocused()
  await expect(visitor.password).toHaveValue(person.password)
  await visitor.submit.click()
  await visitor.seesAccountOf(person)
})

test('counts down when plex.tv asks to slow down, and sends nothing before', async ({ page, emulator, visitor }) => {
  const person = emulator.person('plain')
  await page.clock.install()
  await page.goto('/')
  emulator.fail({ kind: 'rate-limited', endpoint: 'sign-in', times: 1 })
  await visitor.submitCredentials(person)
  await expect(visitor.problem).toHaveText(/too many requests/)
  await expect(visitor.problem).toBeFocused()
  await expect(visitor.submit).toHaveText(/Try again in 0:(30|2\d)/)
  await expect(visitor.submit).toBeDisabled()
  await expect(visitor.password).toHaveValue(person.password)
  await visitor.findsAllWell()
  await page.clock.fastForward(10_000)
  await expect(visitor.submit).toHaveText(/Try again in 0:(20|1\d)/)
  await visitor.password.press('Enter')
  await page.clock.fastForward(20_000)
  await visitor.seesSignIn()
  await visitor.submit.click()
  await visitor.seesAccountOf(person)
  expect(emulator.requests().filter(({ method }) => method === 'POST')).toHaveLength(2)
})

test('says that the network is locked, not that the password is wrong', async ({ page, emulator, visitor }) => {
  await page.clock.install()
  await page.goto('/')
  await visitor.submitCredentials(emulator.person('locked'))
  await expect(visitor.problem).toHaveText(/paused sign-in from this network/)
  await expect(visitor.problem).not.toHaveText(/match/)
  await expect(visitor.problem).toBeFocused()
  await expect(visitor.submit).toHaveText(/Try again in/)
  await visitor.findsAllWell()
  await page.clock.fastForward(30_000)
  await visitor.submitCredentials(emulator.person('plain'))
  await visitor.seesAccountOf(emulator.person('plain'))
})

test('keeps the step and the code when plex.tv fails over it', async ({ page, emulator, visitor, watch }) => {
  const person = emulator.person('twoFactor')
  await page.goto('/')
  await visitor.submitCredentials(person)
  await expect(visitor.code).toBeFocused()
  emulator.fail({ kind: 'status', status: 502, endpoint: 'sign-in', times: 1 })
  const code = person.currentCode()
  watch.keepSecret(code)
  await visitor.code.fill(code)
  await expect(visitor.problem).toHaveText(/it isn’t you/)
  await expect(visitor.problem).toBeFocused()
  await expect(visitor.code).toHaveValue(code)
  await visitor.findsAllWell()
  await visitor.submit.click()
  await visitor.seesAccountOf(person)
})
