import { html } from 'hono/html'
import type { Account } from '../account.ts'
import { type Markup, page } from './page.ts'
import type { PageRoutes } from './route.ts'

/** plex.tv/link: where a short code is typed. `?pin=` fills it in, and presses nothing. */
export const linkPage: PageRoutes = (router, { world, approve, visitors }) => {
  const { pins } = world

  router.get('/link', (context) => linkForm(visitors(), context.req.query('pin') ?? ''))

  router.post('/link', async (context) => {
    const form = new URLSearchParams(await context.req.text())
    const typed = form.get('code') ?? ''
    const visitor = visitors().find(({ name }) => name === form.get('name'))
    const refuse = (why: string) => linkForm(visitors(), typed, visitor, why)
    if (!visitor) return refuse('Choose who you are.')
    if (!typed.trim()) return refuse('Enter the four characters that your device shows.')
    // A strong code is for the auth app only.
    if (typed.trim().length > 4)
      return refuse('That code is too long for this page: a code to type here has four characters.')
    const found = pins.byCode(typed)
    if (!found || !approve(found, visitor))
      return refuse('That code is not known, or has expired. Check the code that your device shows now.')
    const product = found.product === '0' ? 'Your device' : html`<bdi>${found.product}</bdi>`
    return pins.readStatus(found) === 'approved'
      ? page('Linked', done('Linked', html`${product} is now signed in as <bdi>${visitor.title}</bdi>.`))
      : page('Almost there', done('Almost there', html`${product} will be signed in within a moment.`))
  })
}

const done = (title: string, words: Markup) => html`<h1>${title}</h1>
<p role="status">${words}</p>`

function linkForm(visitors: readonly Account[], typed: string, chosen = visitors[0], why = ''): Promise<Response> {
  const people = visitors.map(
    ({ name, title, email }) => html`<label class="person">
<input type="radio" name="name" value="${name}"${name === chosen?.name && html` checked`}>
<span><bdi>${title}</bdi> <small>${email}</small></span>
</label>
`,
  )
  const main = html`<h1>Link a device</h1>
${why && html`<p class="alert" id="why" role="alert">${why}</p>`}
<form method="post" action="/link">
<label class="name" for="code">Code</label>
<input class="code" id="code" name="code" value="${typed}" autocomplete="off" autocapitalize="characters" spellcheck="false" autofocus${why && html` aria-invalid="true" aria-describedby="why"`}>
<fieldset>
<legend>Signed in as</legend>
${people}</fieldset>
<button>Link</button>
</form>`
  return page('Link a device', main)
}
