import { expect, test } from 'vitest'
import { app, atPages } from '../testing/atPages.ts'
import type { PageSwitches } from './switches.ts'

test.each<[string, PageSwitches['coop'], string | null]>([
  ['none', 'unset', null],
  ['same-origin', 'same-origin', 'same-origin'],
  ['same-origin-allow-popups', 'same-origin-allow-popups', 'same-origin-allow-popups'],
])('has the opener policy that is switched on: %s', async (_name, coop, header) => {
  const { emulator, get } = atPages()
  emulator.pages.set({ coop })
  expect((await get('/auth')).headers.get('Cross-Origin-Opener-Policy')).toBe(header)
  expect((await get('/link')).headers.get('Cross-Origin-Opener-Policy')).toBeNull()
})

test('offers everybody with an account of their own', async () => {
  const { look, make, asked } = atPages()
  const { people } = await look(asked(await make('strong')))
  expect(people.map(({ name }: { name: string }) => name)).toEqual([
    'plain',
    'twoFactor',
    'plexPass',
    'emailOnly',
    'passwordless',
    'locked',
    'uninvited',
  ])
  expect(people[0]).toEqual({ name: 'plain', title: 'Ada Lovelace', login: 'ada@example.com' })
})

test.each([
  ['the code is undefined', { code: 'undefined' }],
  ['the code is unknown', { code: '8lzjqnq8lye02n52jq3fqxf8e' }],
  ['there is no code', { code: '' }],
  ['the product is missing', { product: '' }],
  ['the product is undefined', { product: 'undefined' }],
  ['the client id is of another installation', { clientID: 'phone' }],
  ['the client id is missing', { clientID: '' }],
])('is unable to go on when %s', async (_what, wrong) => {
  const { emulator, look, approve, make, asked } = atPages()
  const fields = asked(await make('strong'), wrong)
  expect([await look(fields), await approve(fields)]).toEqual([null, null])
  expect(emulator.pins()).toMatchObject([{ status: 'waiting' }])
})

test('is unable to go on with a pin made without a product, a short one, one that is gone, one that is used', async () => {
  const { emulator, look, make, asked } = atPages()
  const used = await make('strong')
  emulator.approvePin(used.code, 'plain')
  for (const pin of [await make('strong', { 'X-Plex-Product': '' }), await make('link'), used])
    expect(await look(asked(pin))).toBeNull()
  const late = await make('strong')
  emulator.advance(1_800_000)
  expect(await look(asked(late))).toBeNull()
})

test.each([
  ['the same address, a page of the app', app, null, 'not-hosted-by-plex'],
  ['the same address, a page of Plex', 'https://app.plex.tv', null, null],
  ['another address', app, '198.51.100.7', 'security-alert'],
  ['another address, a page of Plex', 'https://app.plex.tv', '198.51.100.7', 'security-alert'],
])('warns by where the pin was made: %s', async (_what, origin, viewerAddress, warning) => {
  const { emulator, look, make, asked, pinInfo } = atPages({ pages: { viewerAddress } })
  const pin = await make('strong', { Origin: origin })
  expect(await look(asked(pin))).toMatchObject({ warning })
  expect(await (await pinInfo(pin.code)).json()).toMatchObject({ ipMatches: viewerAddress === null })
  expect(emulator.pages.switches.viewerAddress).toBe(viewerAddress)
})

test('approves as whoever was chosen, and nobody after them', async () => {
  const { approve, make, asked, tokenIn, user } = atPages()
  const pin = await make('strong')
  expect(await approve(asked(pin, { name: 'passwordless' }))).toEqual({ status: 'approved', forwardTo: null })
  await approve(asked(pin, { name: 'plain' }))
  expect(await (await user(await tokenIn(pin.id))).json()).toMatchObject({ username: 'marlow' })
})

test.each(['managed', 'nobody', ''])('"%s" cannot approve', async (name) => {
  const { emulator, approve, make, asked } = atPages()
  expect(await approve(asked(await make('strong'), { name }))).toBeNull()
  expect(emulator.pins()).toMatchObject([{ status: 'waiting' }])
})

test.each([
  ['', null, null],
  [`${app}/landing?nonce=a%20b#x`, `${app}/landing?nonce=a%20b#x`, `${app}/landing?nonce=a%20b#x`],
  ['https://evil.example/', '/', 'https://evil.example/'],
  [`http://reelroom.example/`, '/', 'http://reelroom.example/'],
  [`${app}.evil.example/`, '/', `${app}.evil.example/`],
  [`${app}:444/`, '/', `${app}:444/`],
  ['/landing', '/', '/'],
  ['//evil.example', '/', '/'],
  ['reelroom://back', '/', '/'],
  ['javascript:alert(1)', '/', '/'],
  ['data:text/html,x', '/', '/'],
  ['undefined', '/', '/'],
])('forwards to %s: %s with the check, %s without', async (forwardUrl, checked, unchecked) => {
  for (const [checkForwardUrl, forwardTo] of [
    [true, checked],
    [false, unchecked],
  ] as const) {
    const { approve, make, asked } = atPages({ pages: { checkForwardUrl } })
    expect(await approve(asked(await make('strong'), { forwardUrl }))).toEqual({ status: 'approved', forwardTo })
  }
})

test('forwards nobody whose pin was made without an origin', async () => {
  const { createPin, approve, asked } = atPages()
  const pin = await (await createPin('strong')).json()
  expect(await approve(asked(pin, { forwardUrl: app }))).toEqual({ status: 'approved', forwardTo: '/' })
})

test('takes its time, on the emulator’s clock', async () => {
  const { emulator, approve, make, asked, tokenIn } = atPages({ pages: { approvalMs: 5000 } })
  const pin = await make('strong')
  expect(await approve(asked(pin))).toEqual({ status: 'approving' })
  emulator.advance(4999)
  expect(await approve(asked(pin))).toEqual({ status: 'approving' })
  expect(await tokenIn(pin.id)).toBeNull()
  emulator.advance(1)
  expect(await tokenIn(pin.id)).toEqual(expect.any(String))
  expect(await approve(asked(pin))).toEqual({ status: 'approved', forwardTo: null })
})

test('holds an approval until it is let go, or the pin is gone', async () => {
  const { emulator, approve, make, asked, tokenIn } = atPages({ pages: { approvalMs: 'held' } })
  const [first, second] = [await make('strong'), await make('strong')]
  await approve(asked(first))
  emulator.pages.set({ approvalMs: 0 })
  expect(await tokenIn(first.id)).toEqual(expect.any(String))
  emulator.pages.set({ approvalMs: 'held' })
  await approve(asked(second))
  emulator.advance(1_800_000)
  expect(await approve(asked(second))).toBeNull()
  emulator.pages.set({ approvalMs: 0 })
  expect(emulator.pins()).toMatchObject([{ status: 'approved' }, { status: 'expired' }])
})
