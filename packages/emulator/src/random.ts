/**
 * An endless row of whole numbers, the same for the same label. A world made twice from one seed must be equal to the
 * last token, so nothing in it may come from `Math.random`; and nothing in it needs to withstand an attacker.
 */
export function numbersFrom(label: string): () => number {
  let state = 0x811c9dc5
  for (const character of label) state = Math.imul(state ^ (character.codePointAt(0) ?? 0), 0x01000193)
  return () => {
    state = (state + 0x9e3779b9) | 0
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad)
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97)
    return (mixed ^ (mixed >>> 15)) >>> 0
  }
}

const alphabets = {
  code: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789',
  hex: '0123456789abcdef',
  base32: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567',
  lower: 'abcdefghjkmnpqrstuvwxyz23456789',
  token: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-',
}

/** A UUID of version 4, the same for the same label. */
export const uuidFrom = (label: string): string =>
  textFrom(label, 'hex', 32).replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-4$3-8$4-$5')

/** Text that looks random, the same for the same label. */
export function textFrom(label: string, alphabet: keyof typeof alphabets, length: number): string {
  const letters = alphabets[alphabet]
  const next = numbersFrom(`${alphabet}/${label}`)
  return Array.from({ length }, () => letters[next() % letters.length]).join('')
}
