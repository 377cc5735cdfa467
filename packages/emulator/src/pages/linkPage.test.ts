import { expect, test } from 'vitest'
import { atPages } from '../testing/atPages.ts'

test('links the device whose code was typed, as whoever was chosen', async () => {
  const { make, link, tokenIn, user } = atPages()
  const { id, code } = await make('link')
  const html = await link(` ${code.toLowerCase()} `, 'plexPass')
  expect(html).toContain('<h1>Linked</h1>')
  expect(html).toContain('<bdi>Reelroom</bdi> is now signed in as <bdi>نورا حداد</bdi>')
  expect(await (await user(await tokenIn(id))).json()).toMatchObject({ username: 'noura' })
})

test.each([
  ['nothing', ' ', 'plain', 'Enter the four characters'],
  ['an unknown code', '!!!!', 'plain', 'not known, or has expired'],
  ['nobody', 'ABCD', 'managed', 'Choose who you are'],
])('refuses %s in words, and keeps what was typed', async (_what, code, name, words) => {
  const html = await atPages().link(code, name)
  expect(html).toContain(words)
  expect(html).toContain(`value="${code}"`)
  expect(html).toContain('aria-invalid="true" aria-describedby="why"')
})

test('refuses a strong code, an expired one, and one that is used', async () => {
  const { emulator, make, link } = atPages()
  const strong = await make('strong')
  expect(await link(strong.code)).toContain('too long for this page')
  const used = await make('link')
  await link(used.code)
  expect(await link(used.code, 'plexPass')).toContain('not known, or has expired')
  const late = await make('link')
  emulator.advance(900_000)
  expect(await link(late.code)).toContain('not known, or has expired')
  expect(emulator.pins().map(({ status }) => status)).toEqual(['waiting', 'approved', 'expired'])
})

test('is filled in by its address, and presses nothing', async () => {
  const { emulator, get, make } = atPages()
  const { code } = await make('link')
  expect(await (await get(`/link/?pin=${code}`)).text()).toContain(`name="code" value="${code}"`)
  expect(emulator.pins()).toMatchObject([{ status: 'waiting' }])
})

test('is slow when told so', async () => {
  const { make, link, tokenIn, emulator } = atPages({ pages: { approvalMs: 'held' } })
  const { id, code } = await make('link')
  expect(await link(code)).toContain('<h1>Almost there</h1>')
  expect(await tokenIn(id)).toBeNull()
  emulator.pages.set({ approvalMs: 0 })
  expect(await tokenIn(id)).toEqual(expect.any(String))
})
