import { expect, test } from 'vitest'
import { atPages } from '../testing/atPages.ts'

test.each(['/auth', '/auth/', '/link', '/link/', '/link?pin=7RQZ', '/'])(
  '%s is a page of its own, says what it is not, and takes no script or style from elsewhere',
  async (path) => {
    const response = await atPages().get(path)
    expect([response.status, response.headers.get('Content-Type')]).toEqual([200, 'text/html; charset=utf-8'])
    expect(response.headers.get('Content-Security-Policy')).toMatch(/^default-src 'none'; script-src 'self';/)
    expect(response.headers.get('X-Frame-Options')).toBe('DENY')
    const html = await response.text()
    expect(html).toContain('Emulator: this is not plex.tv')
    expect(html).not.toMatch(/ on\w+=|style="|<style|<script>/)
  },
)

test.each([
  ['/auth/script.js', 'text/javascript; charset=utf-8'],
  ['/auth/style.css', 'text/css; charset=utf-8'],
])('%s is a file', async (path, type) => {
  const response = await atPages().get(path)
  expect([response.status, response.headers.get('Content-Type')]).toEqual([200, type])
})

test('what is no page says so', async () => {
  expect((await atPages().get('/auth/nowhere')).status).toBe(404)
})

test.each(['/auth/pin', '/auth/approve', '/link'])('a page on another origin presses no button: %s', async (path) => {
  const { emulator, post, make, asked } = atPages()
  const pin = await make(path === '/link' ? 'link' : 'strong')
  const fields = { ...asked(pin), name: 'plain' }
  expect((await post(path, fields, { Origin: 'https://elsewhere.example' })).status).toBe(403)
  expect((await post(path, fields, { Origin: 'null' })).status).toBe(403)
  expect(emulator.pins()).toMatchObject([{ status: 'waiting' }])
  expect((await post(path, fields, { Origin: 'https://plex.example' })).status).toBe(200)
})
