/**
 * Finds what an arrow leads to as it is seen, in any layout and direction of writing: sideways the next in the same row,
 * up and down the nearest in another, straight ahead before aside. From nowhere, or where nothing is on that side, there
 * is none.
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
    const distance = each === from ? null : distanceTo(each.getBoundingClientRect(), here, key)
    if (distance === null || distance >= shortest) continue
    nearest = each
    shortest = distance
  }
  return nearest
}

/** How far ahead something begins, in pixels; null where it does not lie on that side. */
function distanceTo(there: DOMRect, here: DOMRect, key: string): number | null {
  const isAside = there.top >= here.bottom || there.bottom <= here.top
  switch (key) {
    case 'ArrowLeft':
      return isAside || there.right > here.left ? null : here.left - there.right
    case 'ArrowRight':
      return isAside || there.left < here.right ? null : there.left - here.right
    case 'ArrowUp':
      return there.bottom > here.top ? null : here.top - there.bottom + aside(there, here)
    default:
      return there.top < here.bottom ? null : there.top - here.bottom + aside(there, here)
  }
}

/** What lies aside counts double, so that a column is kept to. */
const aside = (there: DOMRect, here: DOMRect) => 2 * Math.abs(there.left + there.width / 2 - here.left - here.width / 2)
