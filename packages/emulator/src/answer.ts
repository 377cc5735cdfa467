import { errors, type Refusal } from './errors.ts'
import { formatOf } from './path.ts'
import { type Fields, xml, xmlList } from './xml.ts'

/** An answer of plex.tv's. */
export const answer = (request: Request, status: number, name: string, fields: Fields): Response =>
  send(request, status, fields, xml(name, fields))

/** One of plex.tv's errors, in its envelope. */
export function refuse(request: Request, refusal: Refusal): Response {
  const {
    status,
    message,
    code = Number(refusal),
  }: { status: number; message: string; code?: number } = errors[refusal]
  const numbered: Fields = Number.isNaN(code) ? { message } : { code, message }
  // Of all the errors recorded, this one comes without its status.
  const list: Fields[] = [refusal === 1020 ? numbered : { ...numbered, status }]
  return send(request, status, { errors: list }, xmlList('errors', list))
}

/** An answer of version 1, which is XML whatever was accepted. */
export const answerXml = (element: string, status = 200): Response =>
  new Response(`<?xml version="1.0" encoding="UTF-8"?>\n${element}\n`, {
    status,
    headers: { 'Content-Type': 'application/xml; charset=utf-8' },
  })

/** plex.tv answers in XML, errors too, unless the path or else `Accept` asks for JSON. */
export function send(request: Request, status: number, asJson: Fields | readonly Fields[], asXml: string): Response {
  const format = formatOf(new URL(request.url).pathname)
  const wantsJson = format ? format === 'json' : /\bjson\b/i.test(request.headers.get('Accept') ?? '')
  return new Response(wantsJson ? JSON.stringify(asJson) : `<?xml version="1.0" encoding="UTF-8"?>\n${asXml}\n`, {
    status,
    headers: { 'Content-Type': `application/${wantsJson ? 'json' : 'xml'}; charset=utf-8` },
  })
}
