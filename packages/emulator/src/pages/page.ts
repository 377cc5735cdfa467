import { escaped } from '../xml.ts'

// No style or script but our own files; and nothing may frame a page where people approve.
const headers = {
  'Content-Security-Policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'X-Frame-Options': 'DENY',
  'X-Content-Type-Options': 'nosniff',
  // The address of a page may hold a code. `no-referrer` would also hide from us where a form was sent from.
  'Referrer-Policy': 'same-origin',
  'Cache-Control': 'no-store',
}

/** What a page sends, of whatever type. */
export const file = (text: string, type: string, status = 200): Response =>
  new Response(text, { status, headers: { ...headers, 'Content-Type': `${type}; charset=utf-8` } })

/** Text that came from elsewhere, fit for markup: alone in an element, or between double quotes. */
export const text = escaped

/** A whole page around the markup of its `main`, marked as what it is. */
export const page = (title: string, main: string, { status = 200, script = '' } = {}): Response =>
  file(
    `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${text(title)}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/auth/style.css">
${script && `<script src="${script}" defer></script>`}
</head>
<body>
<header><p>Emulator: this is not plex.tv</p></header>
<main>
${main}
</main>
</body>
</html>
`,
    'text/html',
    status,
  )
