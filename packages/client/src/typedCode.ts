/**
 * What stands between the characters of a code: spaces and dashes of any kind, the minus sign, middle dots, and what is
 * not seen at all (joiners, marks of direction, a byte order mark).
 */
const between = /[\s\p{Pd}\p{Cf}\u2212\u00b7\u2022\u2027\u2219\u22c5\u30fb]/gu
const decimalDigit = /\p{Nd}/u

/** The digits of every script as plain ones: each script has its ten in a row. */
function withPlainDigits(text: string): string {
  return text.normalize('NFKC').replace(/\p{Nd}/gu, (digit) => {
    const code = digit.codePointAt(0) ?? 0
    let value = 0
    while (value < 9 && decimalDigit.test(String.fromCodePoint(code - value - 1))) value++
    return String(value)
  })
}

/**
 * The digits that somebody typed or pasted, as plain ones: of any script, however grouped. Null when something else is
 * in it.
 *
 * @example
 * readDigits('١٢٣ ٤٥٦') // '123456'
 * readDigits('k7fq-93xm') // null
 */
export function readDigits(typed: string): string | null {
  const digits = withPlainDigits(typed).replace(between, '')
  return /^\d*$/.test(digits) ? digits : null
}

/** Six digits, however typed, become plain ones; what isn't six digits, a recovery code say, stays as typed. */
export function normalizeCode(typed: string): string {
  const digits = readDigits(typed)
  return digits?.length === 6 ? digits : typed
}

/** A link code as plex.tv writes it, however typed. */
export const normalizeLinkCode = (typed: string) => withPlainDigits(typed).replace(between, '').toUpperCase()

/** A login without what phones and clipboards add at its ends. */
export const normalizeLogin = (typed: string) => typed.replace(/^[\s\p{Cf}]+|[\s\p{Cf}]+$/gu, '')
