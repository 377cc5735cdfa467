/** What an answer can hold: scalars, elements within it, and lists of names or of elements. */
export interface Fields {
  readonly [name: string]: string | number | boolean | null | Fields | readonly (string | Fields)[]
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

const escaped = (text: string) => text.replace(/[&<>"]/g, (character) => entities[character] ?? character)

const instants = new Set(['subscribedAt', 'createdAt', 'expiresAt'])

type Scalar = string | number | boolean | null

/** How an instant is written: as in a user and a pin, or as it is. */
type InstantForm = 'utc' | 'iso'

/** plex.tv writes a boolean as 0 or 1, null as nothing, and an instant in a form of its own. */
function attribute(name: string, value: Scalar, form: InstantForm): string {
  const text =
    value === null
      ? ''
      : typeof value === 'boolean'
        ? String(Number(value))
        : form === 'utc' && instants.has(name)
          ? String(value).replace(/^(.+)T(.+)Z$/, '$1 $2 UTC')
          : String(value)
  return ` ${name}="${escaped(text)}"`
}

type Item = string | Fields

/** A list `features` holds elements `feature`; a bare name becomes its `id`. */
export const xmlList = (name: string, items: readonly Item[], form: InstantForm = 'utc'): string =>
  element(
    name,
    '',
    items.map((item) => xml(name.replace(/s$/, ''), typeof item === 'string' ? { id: item } : item, form)).join(''),
  )

/** plex.tv's XML: scalars are attributes, all else is an element within. */
export function xml(name: string, fields: Fields, form: InstantForm = 'utc'): string {
  let attributes = ''
  let inside = ''
  for (const [key, value] of Object.entries(fields)) {
    if (isList(value)) inside += xmlList(key, value, form)
    else if (value !== null && typeof value === 'object') inside += xml(key, value, form)
    else attributes += attribute(key, value, form)
  }
  return element(name, attributes, inside)
}

/** An element of the older kind, whose elements within are not in a list of their own. */
export const xmlElement = (name: string, attributes: Readonly<Record<string, Scalar>>, inside = ''): string =>
  element(
    name,
    Object.entries(attributes)
      .map(([key, value]) => attribute(key, value, 'iso'))
      .join(''),
    inside,
  )

const isList = (value: Fields[string]): value is readonly Item[] => Array.isArray(value)

const element = (name: string, attributes: string, inside: string) =>
  inside ? `<${name}${attributes}>${inside}</${name}>` : `<${name}${attributes}/>`
