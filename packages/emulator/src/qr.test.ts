import { decode } from 'fast-png'
import jsQr from 'jsqr'
import { expect, test } from 'vitest'
import { createEmulator } from './createEmulator.ts'
import { createTestClock } from './createTestClock.ts'
import { callsOf } from './testing/calls.ts'

test.each([
  ['https://clients.plex.tv', 'https://plex.tv'],
  ['http://localhost:4010', 'http://localhost:4010'],
])('the picture of a pin of %s is a PNG for everybody, and leads to the page where it is typed', async (base, page) => {
  const emulator = createEmulator({ clock: createTestClock() })
  const { code, qr } = await (await callsOf(emulator.fetch, base).createPin('link')).json()
  const response = await emulator.fetch(qr)
  expect([response.status, response.headers.get('Content-Type')]).toEqual([200, 'image/png'])
  const { width, height, data, channels } = decode(new Uint8Array(await response.arrayBuffer()))
  const pixels = Uint8ClampedArray.from({ length: width * height * 4 }, (_, index) =>
    index % 4 === 3 ? 255 : (data[Math.floor(index / 4) * channels] ?? 0),
  )
  expect(jsQr.default(pixels, width, height)?.data).toBe(`${page}/link?pin=${code}`)
  emulator.advance(900_000)
  expect((await emulator.fetch(qr)).status).toBe(404)
})
