// Keys that no script can read, in each engine's own IndexedDB; and the classic tokens of the engines, and the pages,
// that keep none.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { networkInterfaces } from 'node:os'
import type { Emulator } from '@foyer/emulator'
import { askedAt, DAY_MS, enter, openDevicePage, test } from './device.ts'
import { expect, firstTab } from './test.ts'

test('keeps a key where the engine can, and says once that it can’t where not', async ({
  openPage,
  emulator,
  isKeyEngine,
}) => {
  const device = await openPage()
  await enter(device, emulator)
  expect(await device.call('kind')).toEqual({ value: isKeyEngine ? 'jwt' : 'classic' })
  const warnings = await device.warnings()
  expect(warnings.map((text) => text.includes('device keys'))).toEqual(isKeyEngine ? [] : [true])
  expect(await device.call('readUser')).toEqual({ value: 'ada' })
  expect(await device.call('exportKeys')).toEqual({ value: isKeyEngine ? ['InvalidAccessError'] : [] })
})

test('renews with the key that was kept, in a page that was loaded anew', async ({
  openPage,
  emulator,
  isKeyEngine,
}) => {
  const device = await openPage()
  await enter(device, emulator)
  await device.tab.reload()
  await device.load()
  const asked = askedAt(emulator, '/api/v2/auth').length
  emulator.advance(8 * DAY_MS)
  expect(await device.call('readUser')).toEqual({ value: 'ada' })
  expect(askedAt(emulator, '/api/v2/auth').slice(asked).slice(-2)).toEqual(
    isKeyEngine ? ['GET /api/v2/auth/nonce 200', 'POST /api/v2/auth/token 200'] : [],
  )
})

test('signs in by a pin that carries the key', async ({ openPage, emulator, isKeyEngine }) => {
  const device = await openPage()
  const entering = device.call('enterByPin')
  await expect.poll(() => emulator.pins().length).toBe(1)
  emulator.approvePin(emulator.pins()[0]?.code ?? '', 'plain')
  expect(await entering).toEqual({ value: 'Ada Lovelace' })
  expect(await device.call('kind')).toEqual({ value: isKeyEngine ? 'jwt' : 'classic' })
})

for (const [what, before] of [
  ['is missing', "Object.defineProperty(window, 'indexedDB', { value: undefined });"],
  ['is blocked', "indexedDB.open = () => { throw new DOMException('no', 'SecurityError') };"],
  ['never answers', 'indexedDB.open = () => ({});'],
] as const) {
  test(`gives classic tokens where IndexedDB ${what}`, async ({ openPage, emulator }) => {
    const device = await openPage(before)
    await enter(device, emulator)
    expect(await device.call('kind')).toEqual({ value: 'classic' })
    expect((await device.warnings()).filter((text) => text.includes('device keys'))).toHaveLength(1)
    expect(askedAt(emulator, '/api/v2/auth')).toEqual([])
  })
}

test('gives classic tokens on a page of a home network without https', async ({ eitherEngine, emulator }) => {
  const site = await servePlainly(emulator)
  try {
    const { url } = site
    const device = await openDevicePage(await firstTab(eitherEngine), `${url}/empty`, url)
    expect(await device.call('isSecure')).toEqual({ value: false })
    await enter(device, emulator)
    expect(await device.call('kind')).toEqual({ value: 'classic' })
    expect(await device.warnings()).toHaveLength(1)
  } finally {
    await site.close()
  }
})

/** A page, and a plex.tv behind it, at this machine's address in its network */
async function servePlainly(emulator: Emulator) {
  const address = Object.values(networkInterfaces())
    .flat()
    .find((each) => each?.family === 'IPv4' && !each.internal)?.address
  if (!address) throw new Error('This machine is in no network: there is no page that is not on its own computer.')
  const server = createServer(async (request, response) => {
    if (request.url === '/empty') return response.setHeader('Content-Type', 'text/html').end('<!doctype html>')
    let body = ''
    for await (const part of request) body += part
    const { method = 'GET', headers } = request
    const given = ['accept', 'content-type', 'x-plex-token'].map((name) => [name, String(headers[name] ?? '')] as const)
    const answer = await emulator.fetch(`https://clients.plex.tv${request.url}`, {
      method,
      headers: given.filter(([, value]) => value).map(([name, value]) => [name, value]),
      ...(body && { body }),
    })
    response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(await answer.text())
  })
  await new Promise<void>((resolve) => server.listen(0, address, resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://${address}:${port}`,
    close: () => new Promise((resolve) => server.close(resolve)),
  }
}
