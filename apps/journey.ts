// What a journey in Chromium starts from: a person in a real browser, and the world of `world.ts`.
//
//   import { expect, test } from '../../journey.ts'
//
//   test('signs in', async ({ page, emulator }) => {
//     await page.goto('/')
//     await page.getByLabel('Password').fill(emulator.person('plain').password)
//   })
//
// Each journey begins with an empty browser, and ends red if the page threw or wrote an error to its console.
import { expect } from '@playwright/test'
import { test as world } from './world.ts'

export const test = world.extend<{ quietPages: undefined }>({
  quietPages: [
    async ({ context }, use) => {
      const complaints: string[] = []
      context.on('weberror', (event) => {
        // So is a script that does not come.
        const isAnswer = event.error().message.startsWith('Failed to fetch dynamically imported module')
        if (!isAnswer) complaints.push(String(event.error()))
      })
      context.on('console', (message) => {
        // The browser notes each answer of 400 and above, and each lost request: a journey's subject.
        const isAnswer = message.text().startsWith('Failed to load resource')
        // And what a sandboxed frame tried, which is one too.
        const isSandbox = message.text().startsWith('Unsafe attempt to initiate navigation')
        if (message.type() === 'error' && !isAnswer && !isSandbox) complaints.push(message.text())
      })
      await use(undefined)
      expect(complaints).toEqual([])
    },
    { auto: true },
  ],
})

export { expect }
