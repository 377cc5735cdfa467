/**
 * Finds what an arrow leads to as it is seen: the nearest that lies wholly on that side, straight ahead before aside. It
 * holds in any layout and direction of writing. From nowhere, or where nothing is on that side, there is none.
 */
export function nearestInDirection<E extends Element>(
  all: readonly E[],
  from: Element | undefined,
  key: string,
): E | undefined {
  if (!from) return
  const here = from.getBoundingClientRect()
  let nearest: E | undefined
  let shortest = Number.POSITIVE_INFINITY
  for (const each of all) {
    if (each === from) continue
    const there = each.getBoundingClientRect()
    const ahead = gapAhead(here, there, key)
    const aside = /Up|Down/.test(key)
      ? Math.abs(there.left + there.width / 2 - here.left - here.width / 2)
      : Math.abs(there.top + there.height / 2 - here.top - here.height / 2)
    // What is aside counts double: a row is left by the arrow that points out of it, and by no other.
    const distance = ahead + 2 * aside
    if (ahead > -1 && distance < shortest) {
      nearest = each
      shortest = distance
    }
  }
  return nearest
}

/** How far ahead it begins, in pixels; less than nothing where it does not lie wholly on that side. */
function gapAhead(here: DOMRect, there: DOMRect, key: string): number {
  switch (key) {
    case 'ArrowUp':
      return here.top - there.bottom
    case 'ArrowDown':
      return there.top - here.bottom
    case 'ArrowLeft':
      return here.left - there.right
    default:
      return there.left - here.right
  }
}
