import { expect, test } from './visitor.ts'

test('lets a newcomer in with the login that the demo note gives, without a mouse', async ({
  page,
  emulator,
  visitor,
  watch,
}) => {
  await page.goto('/')
  await visitor.findsAllWell()
  const [login = '', password = ''] = await page.locator('.demo-note code').allTextContents()
  watch.keepSecret(password)
  // Past the buttons for plex.tv's window, for this tab, and for a code.
  for (let presses = 0; presses < 4; presses++) await page.keyboard.press('Tab')
  await expect(visitor.login).toBeFocused()
  await page.keyboard.type(login)
  // Past the link for a forgotten password.
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  await expect(visitor.password).toBeFocused()
  await page.keyboard.type(password)
  await page.keyboard.press('Enter')
  await visitor.seesAccountOf(emulator.person('plain'))
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Friday')
  await expect(page.getByRole('main')).toBeFocused()
  await visitor.findsAllWell()
})

test('counts the vote and the seat of who is inside', async ({ page, emulator, visitor }) => {
  await page.goto('/')
  await visitor.submitCredentials(emulator.person('plain'))
  await page.getByLabel('Nosferatu').check()
  await expect(page.getByText('are level with 2 votes each.')).toBeVisible()
  await page.getByLabel('Sherlock Jr.').check()
  await expect(page.getByText('Sherlock Jr. leads with 3 votes.')).toBeVisible()
  await page.getByLabel('Save me a seat').check()
  await expect(page.getByText('5 seats taken')).toBeVisible()
  await expect(page.getByRole('listitem').filter({ hasText: 'that’s you' })).toContainText('Ada Lovelace')
  await visitor.findsAllWell()
})

test('asks for the code when two-factor is on, and takes the one showing now', async ({
  page,
  emulator,
  visitor,
  watch,
}) => {
  const person = emulator.person('twoFactor')
  await page.goto('/')
  await visitor.submitCredentials(person)
  await expect(visitor.code).toBeFocused()
  await expect(page.getByText(`Enter the six-digit code for ${person.login}.`)).toBeVisible()
  await visitor.findsAllWell()
  const code = person.currentCode()
  watch.keepSecret(code)
  await visitor.code.pressSequentially(code)
  await visitor.seesAccountOf(person)
  await expect(page.getByText('Two-factor on')).toBeVisible()
})

test('takes a code pasted in two groups', async ({ page, context, emulator, visitor, watch }) => {
  const person = emulator.person('twoFactor')
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.goto('/')
  await visitor.submitCredentials(person)
  await expect(visitor.code).toBeFocused()
  const code = person.currentCode()
  watch.keepSecret(code)
  await page.evaluate((text) => navigator.clipboard.writeText(text), `${code.slice(0, 3)} ${code.slice(3)}`)
  await page.keyboard.press('ControlOrMeta+V')
  await visitor.seesAccountOf(person)
})

test('takes a recovery code as it is written', async ({ page, emulator, visitor, watch }) => {
  const person = emulator.person('twoFactor')
  const [recoveryCode = ''] = person.recoveryCodes
  watch.keepSecret(recoveryCode)
  await page.goto('/')
  await visitor.submitCredentials(person)
  await page.getByRole('button', { name: 'Use a recovery code' }).click()
  await page.getByRole('textbox', { name: 'Recovery code' }).fill(recoveryCode)
  await visitor.submit.click()
  await visitor.seesAccountOf(person)
})

test('says what is wrong with a code, stays, and takes the next one', async ({ page, emulator, visitor, watch }) => {
  const person = emulator.person('twoFactor')
  await page.goto('/')
  await visitor.submitCredentials(person)
  const code = person.currentCode()
  const wrong = code === '417052' ? '417053' : '417052'
  for (const secret of [code, wrong]) watch.keepSecret(secret)
  await visitor.code.fill(wrong)
  await expect(visitor.problem).toHaveText(/That code was not right/)
  await expect(visitor.code).toBeFocused()
  await expect(visitor.code).toHaveValue(wrong)
  await visitor.findsAllWell()
  await page.keyboard.type(code)
  await visitor.seesAccountOf(person)
})

test('says that a password is wrong, keeps the login, and takes the right one', async ({ page, emulator, visitor }) => {
  const person = emulator.person('plain')
  await page.goto('/')
  await visitor.submitCredentials(person, 'not-the-password')
  await expect(visitor.problem).toHaveText(/That login and password don’t match/)
  await expect(visitor.password).toBeFocused()
  await expect(visitor.password).toHaveAccessibleDescription(/don’t match/)
  await expect(visitor.password).toHaveValue('not-the-password')
  await expect(visitor.login).toHaveValue(person.login)
  await visitor.findsAllWell()
  await page.keyboard.type(person.password)
  await page.keyboard.press('Enter')
  await visitor.seesAccountOf(person)
})

test('asks for the e-mail address where the username will not do', async ({ page, emulator, visitor }) => {
  const person = emulator.person('emailOnly')
  await page.goto('/')
  await visitor.submitCredentials({ ...person, login: person.username })
  await expect(visitor.problem).toHaveText(/signs in with its e-mail address/)
  await expect(visitor.login).toBeFocused()
  await expect(visitor.password).toHaveValue(person.password)
  await page.keyboard.type(person.login)
  await page.keyboard.press('Enter')
  await visitor.seesAccountOf(person)
})
