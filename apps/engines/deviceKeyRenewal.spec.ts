// How device keys are lost, and tokens renewed, between tabs, under each engine's own locks and its own cache of pages:
// in those that keep keys.
import { createEmulator } from '@foyer/emulator'
import { serve } from '@foyer/emulator/server'
import { askedAt, DAY_MS, type Device, enter, openDevicePage, pageOf, test } from './device.ts'
import { createTab } from './Tab.ts'
import { expect, firstTab } from './test.ts'

test('says that the key is lost when the database was wiped, and signs in as another device', async ({
  openPage,
  emulator,
}) => {
  const device = await openPage()
  await enter(device, emulator)
  const { value: before } = await device.call('identify')
  expect(await device.call('wipe')).toEqual({ value: 'wiped' })
  emulator.advance(8 * DAY_MS)
  expect(await device.call('readUser')).toEqual({ error: 'device-key-lost' })
  expect(await device.state()).toEqual({ status: 'signed-out', reason: 'key-lost' })
  await enter(device, emulator)
  expect((await device.call('identify')).value).not.toBe(before)
})

test('renews once for all tabs, each minute for an hour, and sends no token that has ended', async ({
  eitherEngine,
  siteUrl,
  engineName,
}) => {
  test.slow()
  const emulator = createEmulator({ tokenLifeMs: 60_000 })
  const plexTv = await serve(emulator, { port: 0 })
  try {
    const count = engineName === 'chromium' ? 10 : 3
    const pageUrl = pageOf(siteUrl)
    const devices = [await openDevicePage(await firstTab(eitherEngine), pageUrl, plexTv.url)]
    while (devices.length < count) {
      devices.push(await openDevicePage(createTab(await eitherEngine.openTab()), pageUrl, plexTv.url))
    }
    await enter(devices[0] as Device, emulator)
    for (const { state } of devices) await expect.poll(async () => (await state()).status).toBe('signed-in')
    for (let minute = 0; minute < 60; minute++) {
      // Time passes for the tabs first: to whom a token seems older than it is, asks early.
      for (const { tab } of devices) await tab.evaluate(() => window.device.advance(60_000))
      emulator.advance(60_000)
      const users = await Promise.all(devices.map(({ call }) => call('readUser')))
      expect(users).toEqual(devices.map(() => ({ value: 'ada' })))
    }
    expect(askedAt(emulator, '/api/v2/users/signin')).toHaveLength(1)
    expect(askedAt(emulator, '/api/v2/auth/jwk')).toHaveLength(1)
    expect(askedAt(emulator, '/api/v2/auth/token')).toHaveLength(1 + 60)
    expect(askedAt(emulator, '/api/v2').filter((line) => / 4\d\d$/.test(line))).toEqual([])
  } finally {
    await plexTv.close()
  }
})

test('is renewed by another tab when the one that does it is left for another page', async ({ openPage, emulator }) => {
  const leaving = await openPage()
  await enter(leaving, emulator)
  const staying = await openPage()
  await expect.poll(async () => (await staying.state()).status).toBe('signed-in')
  emulator.advance(8 * DAY_MS)
  const fault = emulator.fail({ kind: 'hang', endpoint: 'auth' })
  await leaving.tab.evaluate(() => void window.device.start('readUser', [], 'left'))
  await expect.poll(() => askedAt(emulator, '/api/v2/auth/nonce').at(-1)).toMatch(/ 0$/)
  await leaving.tab.goto('about:blank')
  fault.stop()
  expect(await staying.call('readUser')).toEqual({ value: 'ada' })
})
