import { en } from '@foyer/ui/messages/en'
import type { Locator, Page } from '@playwright/test'
import jsQr from 'jsqr'
import { expect, test } from './viewer.ts'

/** React's, and so most of what the app is. */
const appScript = /\/assets\/App-.*\.js$/

test.describe('without any script', () => {
  test.use({ javaScriptEnabled: false })

  test('shows the product, the address and room for a code', async ({ page }) => {
    await page.goto('/')
    await expect(page.getByText('Reelroom on Living room TV')).toBeVisible()
    await expect(page.getByText('plex.tv/link')).toBeVisible()
    await expect(page.locator('[data-part="code"] b')).toHaveCount(4)
    await expect(page.getByText(en.link.orScan)).toBeHidden()
  })
})

test('shows its code before the app is there, by a fifth of its script, and the app goes on with it', async ({
  page,
  emulator,
  viewer,
}) => {
  const scripts: number[] = []
  page.on('response', async (response) => {
    if (response.request().resourceType() === 'script') scripts.push((await response.body()).length)
  })
  let letThrough = () => {}
  const isLetThrough = new Promise<void>((resolve) => {
    letThrough = resolve
  })
  await page.route(appScript, async (route) => {
    await isLetThrough
    await route.continue()
  })
  await page.goto('/')
  const boxes = page.locator('[data-part="code"]')
  await expect(boxes).toHaveText(/^\w{4}$/)
  await expect(page.getByText(en.link.waiting)).toBeVisible()
  const code = await boxes.textContent()
  await expect.poll(() => scripts.length).toBe(2)
  expect(scripts.reduce((sum, bytes) => sum + bytes, 0)).toBeLessThan(66_000)
  letThrough()
  expect(await viewer.seesCode()).toBe(code)
  expect(emulator.pins()).toHaveLength(1)
})

test('makes its code by itself where the first picture could not', async ({ page, emulator, viewer }) => {
  const down = emulator.fail({ kind: 'status', status: 503, endpoint: 'pin' })
  await page.route(appScript, async (route) => {
    down.stop()
    await route.continue()
  })
  await page.goto('/')
  await viewer.seesCode()
})

test('waits for the network where it is gone before the app is there, and goes on with the same code', async ({
  page,
  context,
  viewer,
}) => {
  await page.clock.install()
  await page.route(appScript, (route) => route.abort())
  await page.goto('/')
  const boxes = page.locator('[data-part="code"]')
  await expect(boxes).toHaveText(/^\w{4}$/)
  const code = await boxes.textContent()
  await context.setOffline(true)
  await page.clock.fastForward(60_000)
  await expect(boxes).toHaveText(code ?? '')
  await page.unroute(appScript)
  await context.setOffline(false)
  expect(await viewer.seesCode()).toBe(code)
})

test('shows no code to whoever is signed in already, not even for a moment', async ({ page, viewer, emulator }) => {
  await page.goto('/')
  emulator.approvePin(await viewer.seesCode(), 'plain')
  await expect(viewer.account).toBeVisible()
  await page.route('**/assets/*.js', (route) => route.abort())
  await page.reload()
  await expect(viewer.screen).toHaveCount(0)
  await expect(page.locator('#root')).toBeEmpty()
})

test('says in words that a browser is too old', async ({ page }) => {
  await page.addInitScript(() => Reflect.deleteProperty(window, 'AbortController'))
  await page.route('**/assets/*.js', (route) => route.abort())
  await page.goto('/')
  await expect(page.getByText('Reelroom needs a newer browser')).toBeVisible()
  await expect(page.locator('[data-part="code"]')).toHaveCount(0)
})

test('has a QR code that a phone reads from three metres', async ({ page, viewer }) => {
  await page.goto('/')
  const code = await viewer.seesCode()
  const drawing = viewer.screen.locator('[data-part="qr"] svg')
  await expect(drawing).toBeVisible()
  // Zbar, which many readers are made of, wants 145 pixels or so, whatever is in the code.
  expect(((await drawing.boundingBox())?.width ?? 0) / 1920).toBeGreaterThan(150 / WIDTH_IN_PHOTO)
  const { pixels, width, height } = await photograph(page)
  // The module is one of CommonJS, with a default of its own.
  const read = jsQr.default(pixels, width, height)
  expect(read?.data).toContain(`pin=${code}`)
})

test('asks for the QR code again with the next code, and has no empty card meanwhile', async ({
  page,
  emulator,
  viewer,
}) => {
  let isDown = true
  await page.route('**/assets/QrCode-*.js', (route) => (isDown ? route.fulfill({ status: 503 }) : route.continue()))
  await page.clock.install()
  await page.goto('/')
  const first = await viewer.seesCode()
  const card = viewer.screen.locator('[data-part="qr"]')
  await expect(card).toHaveAttribute('data-qr', 'missing')
  await expect(page.getByText(en.link.orScan)).toBeHidden()
  isDown = false
  emulator.advance(900_000)
  await page.clock.fastForward(900_000)
  await expect.poll(() => viewer.seesCode()).not.toBe(first)
  await expect(card.locator('svg')).toBeVisible()
  await expect(page.getByText(en.link.orScan)).toBeVisible()
})

for (const [shape, width, height] of [
  ['on 720 lines', 1280, 720],
  ['upright', 1080, 1920],
  ['at 21:9', 2560, 1080],
  ['with everything twice as large', 960, 540],
] as const) {
  test(`shows all of it inside what every set shows, ${shape}`, async ({ page, viewer }) => {
    await page.setViewportSize({ width, height })
    await page.goto('/')
    await viewer.seesCode()
    const parts = ['title', 'code', 'qr', 'status'].map((part) => viewer.screen.locator(`[data-part="${part}"]`))
    await expect(parts[2] as Locator).toHaveAttribute('data-qr', 'drawn')
    for (const part of parts) {
      const box = await part.boundingBox()
      if (!box) return expect(part).toBeVisible()
      expect(box.x).toBeGreaterThanOrEqual(width * 0.05)
      expect(box.y).toBeGreaterThanOrEqual(height * 0.05)
      expect(box.x + box.width).toBeLessThanOrEqual(width * 0.95)
      expect(box.y + box.height).toBeLessThanOrEqual(height * 0.95)
    }
  })
}

/** A set of 43 inches is 0.95 m wide; at 3 m a phone's frame of 1920 pixels, of 65 degrees, is 3.8 m wide. */
const WIDTH_IN_PHOTO = 480

/** What is on the screen, as a phone sees it: small, soft, and with noise that is the same each time. */
async function photograph(page: Page) {
  const screen = (await page.screenshot()).toString('base64')
  const paper = await page.context().newPage()
  const photo = await paper.evaluate(
    async ({ screen, widthInPhoto }) => {
      const image = new Image()
      image.src = `data:image/png;base64,${screen}`
      await image.decode()
      const [width, height] = [640, 400]
      const canvas = new OffscreenCanvas(width, height)
      const context = canvas.getContext('2d') as OffscreenCanvasRenderingContext2D
      context.fillStyle = '#4a4650'
      context.fillRect(0, 0, width, height)
      context.imageSmoothingQuality = 'high'
      context.filter = 'blur(0.8px)'
      context.drawImage(image, 80, 60, widthInPhoto, (widthInPhoto * 9) / 16)
      const { data } = context.getImageData(0, 0, width, height)
      let seed = 7
      let greys = ''
      for (let at = 0; at < data.length; at += 4) {
        seed = (seed * 1_103_515 + 12_345) % 2_147_483_648
        const grey = (data[at] ?? 0) + (seed / 2_147_483_648 - 0.5) * 24
        greys += String.fromCharCode(Math.min(255, Math.max(0, Math.round(grey))))
      }
      return { greys, width, height }
    },
    { screen, widthInPhoto: WIDTH_IN_PHOTO },
  )
  await paper.close()
  const pixels = Uint8ClampedArray.from([...photo.greys].flatMap((grey) => [...Array(3).fill(grey.charCodeAt(0)), 255]))
  return { ...photo, pixels }
}
