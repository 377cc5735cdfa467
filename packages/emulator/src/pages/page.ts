import { html } from 'hono/html'

// The pages load no style or script but our own files, and nothing may frame a page where people approve.
const headers = {
  'Content-Security-Policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'X-Frame-Options': 'DENY',
  'X-Content-Type-Options': 'nosniff',
  // A page's address may hold a code, which must not travel as a referrer; `no-referrer` would also hide from us where
  // a form was sent from.
  'Referrer-Policy': 'same-origin',
  'Cache-Control': 'no-store',
}

/** What a page sends, of whatever type. */
export const file = (text: string, type: string, status = 200): Response =>
  new Response(text, { status, headers: { ...headers, 'Content-Type': `${type}; charset=utf-8` } })

/** Markup made by `html`, which escapes every value that it is given: text stays text, wherever it came from. */
export type Markup = ReturnType<typeof html>

/** A whole page around its `main`, marked as what it is. */
export async function page(title: string, main: Markup, { status = 200, script = '' } = {}): Promise<Response> {
  const whole = await html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/auth/style.css">
${script && html`<script src="${script}" defer></script>`}
</head>
<body>
<header><p>Emulator: this is not plex.tv</p></header>
<main>
${main}
</main>
</body>
</html>
`
  return file(String(whole), 'text/html', status)
}
