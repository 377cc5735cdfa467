/** Steps from one button to the next by any arrow, and round. From none, a step back leads to the last one. */
export function stepRound(buttons: readonly HTMLElement[], from: HTMLElement | undefined, key: string) {
  const step = key === 'ArrowDown' || key === 'ArrowRight' ? 1 : -1
  const at = from ? buttons.indexOf(from) : -1
  return buttons[at < 0 && step < 0 ? buttons.length - 1 : (at + step + buttons.length) % buttons.length]
}
