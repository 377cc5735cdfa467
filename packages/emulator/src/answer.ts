import { type ErrorCode, errors } from './errors.ts'
import { formatOf } from './path.ts'
import { type Fields, xml, xmlList } from './xml.ts'

/** An answer of plex.tv's. */
export const answer = (request: Request, status: number, name: string, fields: Fields): Response =>
  send(request, status, fields, xml(name, fields))

/** One of plex.tv's errors, in its envelope. */
export function refuse(request: Request, code: ErrorCode): Response {
  const { status, message } = errors[code]
  // Of all the errors recorded, this one comes without its status.
  const list: Fields[] = [code === 1020 ? { code, message } : { code, message, status }]
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
