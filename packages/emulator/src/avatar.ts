// Each picture is a foyer at night, in velvet, ink, brass and paper: a ground, and the one who stands in it.
const pairs = [
  ['#9c1f42', '#f6e6ea'],
  ['#1b171d', '#d9b872'],
  ['#351c26', '#e0627f'],
  ['#f1e7d6', '#83631f'],
  ['#e4dcd2', '#655c66'],
  ['#d9b872', '#351c26'],
  ['#f6e6ea', '#9c1f42'],
] as const

/** A figure in two tones; nothing in it was typed by a person. */
export function avatar(index: number): string {
  const [ground, figure] = pairs[index % pairs.length] ?? pairs[0]
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 96" width="96" height="96"><rect width="96" height="96" fill="${ground}"/><g fill="${figure}"><circle cx="48" cy="38" r="16"/><path d="M14 96c0-20 15-34 34-34s34 14 34 34z"/></g></svg>\n`
}
