/** What an answer can hold: scalars, elements within it, and lists of names or of elements. */
export interface Fields {
  readonly [name: string]: string | number | boolean | null | Fields | readonly (string | Fields)[]
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

const escaped = (text: string) => text.replace(/[&<>"]/g, (character) => entities[character] ?? character)

const instants = new Set(['subscribedAt', 'createdAt', 'expiresAt'])

/** plex.tv writes a boolean as 0 or 1, null as nothing, and an instant in a form of its own. */
function attribute(name: string, value: string | number | boolean | null): string {
  const text =
    value === null
      ? ''
      : typeof value === 'boolean'
        ? String(Number(value))
        : instants.has(name)
          ? String(value).replace(/^(.+)T(.+)Z$/, '$1 $2 UTC')
          : String(value)
  return ` ${name}="${escaped(text)}"`
}

type Item = string | Fields

/** A list `features` holds elements `feature`; a bare name becomes its `id`. */
export const xmlList = (name: string, items: readonly Item[]): string =>
  element(
    name,
    '',
    items.map((item) => xml(name.replace(/s$/, ''), typeof item === 'string' ? { id: item } : item)).join(''),
  )

/** plex.tv's XML: scalars are attributes, all else is an element within. */
export function xml(name: string, fields: Fields): string {
  let attributes = ''
  let inside = ''
  for (const [key, value] of Object.entries(fields)) {
    if (isList(value)) inside += xmlList(key, value)
    else if (value !== null && typeof value === 'object') inside += xml(key, value)
    else attributes += attribute(key, value)
  }
  return element(name, attributes, inside)
}

const isList = (value: Fields[string]): value is readonly Item[] => Array.isArray(value)

const element = (name: string, attributes: string, inside: string) =>
  inside ? `<${name}${attributes}>${inside}</${name}>` : `<${name}${attributes}/>`
