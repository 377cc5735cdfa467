/** An element of XML, as far as it is read: no text, and nothing of what is within. */
export interface XmlElement {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
}

/**
 * A comment, a section that is text, or an element's start with its attributes. No part of it can match in two ways, and
 * no attribute reaches past the next element, so that the time it takes grows with the text and no faster.
 */
const pieces =
  /<!--|<!\[CDATA\[|<([A-Za-z][\w.-]{0,63})((?:\s{1,64}[\w:.-]{1,64}\s{0,64}=\s{0,64}(?:"[^"<]*"|'[^'<]*'))*)\s{0,64}\/?>/g
const attribute = /([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g

/**
 * The elements of these names, in order. plex.tv's XML holds all there is in attributes, and Node has no parser of its
 * own; the best kept one costs 19 kB. What is no XML has no elements. Entities beyond the five of XML and
 * the numbered ones, those of a DOCTYPE say, stay as they are: nothing expands.
 */
export function readElements(text: string, names: readonly string[]): XmlElement[] {
  const elements: XmlElement[] = []
  pieces.lastIndex = 0
  for (let match = pieces.exec(text); match; match = pieces.exec(text)) {
    const [piece, name, attributes = ''] = match
    if (name === undefined) {
      const end = text.indexOf(piece === '<!--' ? '-->' : ']]>', pieces.lastIndex)
      if (end < 0) break
      pieces.lastIndex = end
    } else if (names.includes(name)) elements.push({ name, attributes: readAttributes(attributes) })
  }
  return elements
}

function readAttributes(text: string): Record<string, string> {
  // The object has no prototype, so that no attribute's name means anything.
  const read: Record<string, string> = Object.create(null)
  // Chrome 68 has no matchAll.
  for (let match = attribute.exec(text); match; match = attribute.exec(text)) {
    const [, name = '', double, single] = match
    read[name] ??= decode(double ?? single ?? '')
  }
  return read
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

const decode = (text: string) =>
  text.replace(/&(?:#x([\da-f]{1,6})|#(\d{1,7})|(amp|lt|gt|quot|apos));/gi, (whole, hex, decimal, name) => {
    if (name) return entities[name] ?? whole
    const code = hex ? Number.parseInt(hex, 16) : Number(decimal)
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole
  })
