// Storybook's build under the policy that the apps run under, as a report: Storybook itself writes styles and markup by
// innerHTML, so that its page does not open where the policy is enforced. What it does, its own chunk does; whatever
// Foyer's parts, or React on their behalf, would do against the policy comes from another file, and ends this red.
import { expect } from '@playwright/test'
import { changeStory, openStory, stories, test } from './storybook.ts'

declare global {
  interface Window {
    violations: string[]
  }
}

for (const title of new Set(stories.map((story) => story.title))) {
  test(`keeps to a strict policy with Trusted Types in every story of ${title}`, async ({ page, storybookUrl }) => {
    test.slow()
    await page.addInitScript(() => {
      window.violations = []
      document.addEventListener('securitypolicyviolation', (event) => {
        const { effectiveDirective, sourceFile, blockedURI, sample } = event
        const file = sourceFile.split('/').at(-1) ?? ''
        window.violations.push([file, effectiveDirective, blockedURI, sample].join(' '))
      })
    })
    const [first = '', ...others] = stories.filter((story) => story.title === title).map(({ id }) => id)
    await openStory(page, storybookUrl, first)
    for (const id of others) await changeStory(page, id)
    const violations = await page.evaluate(() => window.violations)
    // Storybook's own are there, which shows that the policy is heard at all.
    expect(violations.length).toBeGreaterThan(0)
    expect(violations.filter((violation) => !violation.startsWith('iframe-'))).toEqual([])
  })
}
