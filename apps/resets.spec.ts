// Foyer's sheet in strangers' pages: whatever reset an app has, before Foyer's sheet or after it, each part is computed
// as it is where there is none, and what the app says of Foyer on purpose wins all the same.
import { fileURLToPath } from 'node:url'
import { expect, type Page } from '@playwright/test'
import { resets, tailwind } from './resets.ts'
import { changeStory, openStory, test } from './storybook.ts'

type State = 'at rest' | `${Target} hovered` | `${Target} focused` | `${Target} hovered, ${Target} focused`
type Target = keyof typeof targets
const targets = {
  button: '[data-part="submit"]',
  link: 'a.foyer-link',
  input: '[data-part="field"] input',
}

/** The stories of each component that look different, in the states of a part that resets have rules about. */
const compared: Record<string, Record<string, State[]>> = {
  'sign-in-signinform': {
    idle: ['at rest', 'button hovered, input focused', 'link hovered, button focused', 'input hovered, link focused'],
    pending: ['at rest'],
    'wrong-password': ['at rest'],
    'email-required': ['input focused'],
    'rate-limited': ['button hovered'],
  },
  'sign-in-verificationform': { idle: ['input focused'], 'wrong-code': ['at rest'], 'recovery-code': ['at rest'] },
  'sign-in-plexsignin': { done: ['at rest'], 'every-way': ['at rest'], code: ['at rest'] },
  'pin-signinbutton': { idle: ['at rest'], waiting: ['at rest'], blocked: ['at rest'], failed: ['at rest'] },
  'pin-linkcard': { waiting: ['at rest'], failed: ['at rest'] },
  'sign-in-accessdenied': { 'own-words': ['at rest'] },
  'profile-profilepicker': { choosing: ['at rest'], watching: ['at rest'], 'wrong-pin': ['at rest'] },
  'user-accountcard': { pending: ['at rest'], 'signed-in': ['at rest'], stale: ['at rest'] },
  'user-accountmenu': { pending: ['at rest'], 'signed-in': ['at rest'], open: ['at rest'], 'long-names': ['at rest'] },
}

// What moves is compared where it comes to rest, on a page where nobody has asked for less motion.
test.use({ contextOptions: { reducedMotion: 'no-preference' } })

const published = fileURLToPath(new URL('../packages/ui/dist/styles.css', import.meta.url))

// The published sheet takes the place of Storybook's own build of it.
test.beforeEach(({ page }) => page.route('**/assets/iframe-*.css', (route) => route.fulfill({ path: published })))

for (const [component, stories] of Object.entries(compared)) {
  test(`${component} looks the same beside every reset`, async ({ page, storybookUrl }) => {
    test.slow()
    const [first = '', ...others] = Object.keys(stories)
    await openStory(page, storybookUrl, `${component}--${first}`)
    await page.addStyleTag({ content: inheritsNothing })
    const differences: Record<string, Record<string, string[]>> = {}
    for (const story of [first, ...others]) {
      if (story !== first) await changeStory(page, `${component}--${story}`)
      for (const state of stories[story] ?? []) {
        await bring(page, state)
        const found = await page.evaluate(compareBeside, resets)
        if (Object.keys(found).length > 0) differences[`${story}, ${state}`] = found
      }
    }
    expect(differences).toEqual({})
  })
}

test('an app’s class wins over Foyer, and so does a utility of Tailwind', async ({ page, storybookUrl }) => {
  await openStory(page, storybookUrl, 'sign-in-plexsignin--every-way')
  const outermost = page.locator('[data-part="sign-in-form"], [data-part="sign-in-button"]')
  await outermost.evaluateAll((parts) => parts.map((part) => part.classList.add('mine', 'p-12')))
  const apps = Object.entries(resets).map(([name, reset]) => [name, `${reset} .mine { padding: 48px; }`] as const)
  for (const [name, css] of [...apps, ['Tailwind’s utility', await tailwind('p-12')] as const]) {
    await inBothOrders(page, css, async (order) => {
      const paddings = await outermost.evaluateAll((parts) => parts.map((part) => getComputedStyle(part).padding))
      expect.soft(paddings, `${name}, ${order}`).toEqual(['48px', '48px', '48px'])
    })
  }
})

test('an app’s variable wins, wherever it is set', async ({ page, storybookUrl }) => {
  await openStory(page, storybookUrl, 'sign-in-signinform--idle')
  for (const css of [
    ':root { --foyer-primary: rgb(1, 2, 3); }',
    '@layer theme { :root { --foyer-primary: rgb(1, 2, 3); } }',
    '@layer theme, base; @layer base { :root { --foyer-primary: rgb(1, 2, 3); } }',
    '#storybook-root { --foyer-primary: rgb(1, 2, 3); }',
    '[data-part="sign-in-form"] { --foyer-primary: rgb(1, 2, 3); }',
  ]) {
    await inBothOrders(page, css, async (order) => {
      const submit = page.locator('[data-part="submit"]')
      await expect.soft(submit, `${css}, ${order}`).toHaveCSS('background-color', 'rgb(1, 2, 3)')
    })
  }
})

test.describe('beside shadcn’s tokens', () => {
  for (const scheme of ['light', 'dark'] as const) {
    test(`an app’s colours are Foyer’s, ${scheme}`, async ({ page, storybookUrl }) => {
      await openStory(page, storybookUrl, 'sign-in-signinform--wrong-password')
      // Its own sheet has no `color-scheme`.
      await page.locator('html').evaluate((html, scheme) => html.classList.add(scheme), scheme)
      await inBothOrders(page, shadcn, async (order) => {
        const { tokens, theirs } = await readColours(page)
        expect(tokens, order).toMatchObject(theirs)
      })
      await page.addStyleTag({ content: ':root { --foyer-primary: rgb(1, 2, 3); }' })
      await expect(page.locator('[data-part="submit"]')).toHaveCSS('background-color', 'rgb(1, 2, 3)')
    })

    test(`what is no colour changes nothing, nor does a colour without its text, ${scheme}`, async ({
      page,
      storybookUrl,
    }) => {
      await openStory(page, storybookUrl, 'sign-in-signinform--wrong-password')
      await page.addStyleTag({ content: `:root { color-scheme: ${scheme}; }` })
      const { tokens: expected } = await readColours(page)
      for (const css of [
        shadcnBeforeTailwind4,
        ':root { --border: 1px solid red; --card: none; --primary: calc(1px + 2px); --input: ; }',
        ':root { --card: #000; --primary: #ff0; --border: red; --destructive: red; --muted-foreground: red; }',
      ]) {
        await inBothOrders(page, css, async (order) => {
          expect.soft((await readColours(page)).tokens, `${css}, ${order}`).toEqual(expected)
        })
      }
    })
  }
})

test('an app’s rule for a part inside wins in the layer of components or a later one', async ({
  page,
  storybookUrl,
}) => {
  await openStory(page, storybookUrl, 'sign-in-signinform--idle')
  const utility = '[&_[data-part=submit]]:rounded-[99px]'
  const form = page.locator('[data-part="sign-in-form"]')
  await form.evaluate((part, names) => part.classList.add(...names), ['mine', utility])
  const rule = '@layer components { .mine [data-part="submit"] { border-radius: 99px; } }'
  for (const css of [`${rule} ${resets['a bare reset']}`, await tailwind(utility)]) {
    await inBothOrders(page, css, async (order) => {
      await expect.soft(page.locator('[data-part="submit"]'), order).toHaveCSS('border-radius', '99px')
    })
  }
})

test('what an app puts into a slot is left to the app', async ({ page, storybookUrl }) => {
  await openStory(page, storybookUrl, 'pin-signinbutton--own-words')
  const css = 'em { padding: 1px; } @layer base { em { margin: 2px; } em::before { content: "→"; } }'
  const slots = page.locator('.foyer-slot')
  await slots.evaluateAll((all) => all.map((slot) => slot.append(document.createElement('em'))))
  await inBothOrders(page, css, async (order) => {
    const styles = await slots.locator('em').evaluateAll((all) =>
      all.map((theirs) => {
        const { padding, margin } = getComputedStyle(theirs)
        return [padding, margin, getComputedStyle(theirs, '::before').content]
      }),
    )
    const theirs = ['1px', '2px', '"→"']
    // The icon is a slot, and so are the words.
    expect.soft(styles, order).toEqual([theirs, theirs])
  })
})

test('the layers of an app stay in their own order', async ({ page }) => {
  for (const names of [
    ['properties', 'theme', 'base', 'components', 'utilities'],
    ['reset', 'base', 'tokens', 'recipes', 'utilities'],
    ['reset', 'base', 'components', 'utilities'],
  ]) {
    // Each but the first is set by two layers, of which the later one decides.
    const layers = names.map((name, at) => `@layer ${name} { html { --at-${at}: ${name}; --at-${at + 1}: ${name}; } }`)
    await page.setContent('')
    await page.addStyleTag({ path: published })
    await page.addStyleTag({ content: `@layer ${names.join()}; ${layers.reverse().join(' ')}` })
    const decided = await page
      .locator('html')
      .evaluate((html, names) => names.map((_, at) => getComputedStyle(html).getPropertyValue(`--at-${at}`)), names)
    expect(decided).toEqual(names)
  }
})

/** Some of what `shadcn init` writes into an app's sheet, of the theme "blue". */
const shadcn = `
  :root {
    --card: oklch(1 0 0);
    --card-foreground: oklch(0.141 0.005 285.823);
    --primary: oklch(0.488 0.243 264.376);
    --primary-foreground: oklch(0.97 0.014 254.604);
    --muted-foreground: oklch(0.552 0.016 285.938);
    --destructive: oklch(0.577 0.245 27.325);
    --border: oklch(0.92 0.004 286.32);
    --input: oklch(0.92 0.004 286.32);
  }
  .dark {
    --card: oklch(0.21 0.006 285.885);
    --card-foreground: oklch(0.985 0 0);
    --primary: oklch(0.424 0.199 265.638);
    --primary-foreground: oklch(0.97 0.014 254.604);
    --muted-foreground: oklch(0.705 0.015 286.067);
    --destructive: oklch(0.704 0.191 22.216);
    --border: oklch(1 0 0 / 10%);
    --input: oklch(1 0 0 / 15%);
  }`

/** The same before Tailwind 4, of the theme "slate": channels, which the app's own rules wrap in `hsl()`. */
const shadcnBeforeTailwind4 = `:root {
  --card: 0 0% 100%;
  --card-foreground: 222.2 84% 4.9%;
  --primary: 222.2 47.4% 11.2%;
  --primary-foreground: 210 40% 98%;
  --muted-foreground: 215.4 16.3% 46.9%;
  --destructive: 0 84.2% 60.2%;
  --border: 214.3 31.8% 91.4%;
  --input: 214.3 31.8% 91.4%;
}`

/** Reads Foyer's colours in the form, and what an app has for them, as they are painted: red, green, blue and alpha. */
function readColours(page: Page) {
  return page.locator('[data-part="sign-in-form"]').evaluate((form) => {
    const probe = form.appendChild(document.createElement('i'))
    const canvas = document.createElement('canvas').getContext('2d')
    const paint = (token: string) => {
      probe.style.color = `var(--${token})`
      canvas?.clearRect(0, 0, 1, 1)
      Object.assign(canvas ?? {}, { fillStyle: getComputedStyle(probe).color })
      canvas?.fillRect(0, 0, 1, 1)
      return [...(canvas?.getImageData(0, 0, 1, 1).data ?? [])].join()
    }
    const sources = {
      background: 'card',
      foreground: 'card-foreground',
      muted: 'muted-foreground',
      border: 'border',
      'border-strong': 'input',
      primary: 'primary',
      'primary-foreground': 'primary-foreground',
      highlight: 'card-foreground',
      danger: 'destructive',
    }
    const names = [...Object.keys(sources), 'primary-muted', 'danger-muted']
    const tokens = Object.fromEntries(names.map((name) => [name, paint(`foyer-${name}`)]))
    const theirs = Object.fromEntries(Object.entries(sources).map(([name, token]) => [name, paint(token)]))
    probe.remove()
    return { tokens, theirs }
  })
}

/** Runs a check with an app's sheet before Foyer's, and after it. */
async function inBothOrders(page: Page, css: string, check: (order: string) => Promise<void>) {
  for (const place of ['prepend', 'append'] as const) {
    const sheet = await page.evaluateHandle(
      ({ css, place }) => {
        const style = document.createElement('style')
        style.textContent = css
        document.head[place](style)
        return style
      },
      { css, place },
    )
    await check(`${place}ed`)
    await sheet.evaluate((style) => style.remove())
  }
}

// Fonts and colours of the page's text are meant to reach Foyer, and what is laid out beside it may move it. Neither is
// what a reset does to a part.
const inheritsNothing = `html { font-size: 16px !important; }
  #storybook-root { all: initial !important; display: block !important; position: fixed !important; inset: 0 !important; }`

async function bring(page: Page, state: State) {
  for (const [target, selector] of Object.entries(targets)) {
    if (state.includes(`${target} hovered`)) await page.hover(selector)
    if (state.includes(`${target} focused`)) await page.focus(selector)
  }
}

/** Tells what each reset changes, a line a property. All of it runs in the page. */
function compareBeside(resets: Record<string, string>) {
  // What is said of the inline and the block axis is said of the sides, too.
  const all = [...getComputedStyle(document.documentElement)].filter((property) => !/^--|inline|block/.test(property))
  // What a layer below says of a drawing stays where it does not show: nothing can undo it and keep the drawing's
  // attributes.
  const ofDrawings = ['display', 'width', 'height', 'fill', 'stroke', 'd']
  // What an app has put into a slot is the app's, unless it is one of Foyer's components again.
  const elements = [...document.querySelectorAll('.foyer, .foyer *')].filter(
    (element) => element.matches('.foyer') || element.parentElement?.closest('.foyer, .foyer-slot')?.matches('.foyer'),
  )
  const parts = elements.flatMap((element, at) =>
    ['', '::before', '::after'].map((pseudo) => ({
      name: `${at} ${[element.localName, ...element.classList].join('.')}${pseudo}`,
      element,
      pseudo,
      properties: element instanceof SVGElement ? ofDrawings : all,
    })),
  )

  const read = () => {
    for (const animation of elements.flatMap((element) => element.getAnimations())) {
      // A spinner never comes to rest.
      if (animation.effect?.getComputedTiming().endTime === Number.POSITIVE_INFINITY) animation.cancel()
      else animation.finish()
    }
    return parts.map(({ element, pseudo, properties }) => {
      const style = getComputedStyle(element, pseudo)
      const isDrawn = pseudo === '' || !['none', 'normal'].includes(style.content)
      return isDrawn ? properties.map((property) => style.getPropertyValue(property)) : []
    })
  }

  const expected = read()
  const differences: Record<string, string[]> = parts.length > 0 ? {} : { 'no reset': ['There is no part.'] }
  for (const [reset, css] of Object.entries(resets)) {
    for (const place of ['prepend', 'append'] as const) {
      const sheet = document.createElement('style')
      sheet.textContent = css
      document.head[place](sheet)
      const found = read()
      sheet.remove()
      const lines = parts.flatMap(({ name, properties }, part) =>
        properties.flatMap((property, at) => {
          const [is, was] = [found[part]?.[at], expected[part]?.[at]]
          return is === was ? [] : [`${name} { ${property}: ${is} } instead of ${was}`]
        }),
      )
      if (lines.length > 0) differences[`${reset}, ${place}ed`] = lines.slice(0, 20)
    }
  }
  return differences
}
