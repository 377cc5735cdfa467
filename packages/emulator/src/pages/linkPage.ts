import type { Account } from '../account.ts'
import { page, text } from './page.ts'
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
    const product = found.product === '0' ? 'Your device' : `<bdi>${text(found.product)}</bdi>`
    return pins.statusOf(found) === 'approved'
      ? page(
          'Linked',
          `<h1>Linked</h1>\n<p role="status">${product} is now signed in as <bdi>${text(visitor.title)}</bdi>.</p>`,
        )
      : page(
          'Almost there',
          `<h1>Almost there</h1>\n<p role="status">${product} will be signed in within a moment.</p>`,
        )
  })
}

function linkForm(visitors: readonly Account[], typed: string, chosen = visitors[0], why = ''): Response {
  const problem = why && `<p class="alert" id="why" role="alert">${text(why)}</p>`
  const people = visitors.map(
    ({ name, title, email }) => `<label class="person">
<input type="radio" name="name" value="${name}"${name === chosen?.name ? ' checked' : ''}>
<span><bdi>${text(title)}</bdi> <small>${text(email ?? '')}</small></span>
</label>`,
  )
  const main = `<h1>Link a device</h1>
${problem}
<form method="post" action="/link">
<label class="name" for="code">Code</label>
<input class="code" id="code" name="code" value="${text(typed)}" autocomplete="off" autocapitalize="characters" spellcheck="false" autofocus${why && ' aria-invalid="true" aria-describedby="why"'}>
<fieldset>
<legend>Signed in as</legend>
${people.join('\n')}
</fieldset>
<button>Link</button>
</form>`
  return page('Link a device', main)
}
