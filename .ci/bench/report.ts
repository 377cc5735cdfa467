import type { Size } from '../sizes.ts'
import { tableOf } from '../table.ts'
import type { Result, Spread } from './figure.ts'
import type { PinRow } from './pins.ts'

export interface Report {
  date: string
  /**
   * `load`: the jobs that wanted a core, a minute's mean, when the fewest and when the most did; this program's own are
   * in it.
   */
  machine: { cores: number; model: string; load: number[]; node: string; chromium: string }
  sizes: Size[]
  figures: Result[]
  pins: PinRow[]
}

/** Three tables. */
export function reportText({ date, machine, sizes, figures, pins }: Report): string {
  const { cores, model, load, node, chromium } = machine
  const goalOf = (atMost: string, met: boolean) => `≤ ${atMost}${met ? '' : ', missed'}`
  const sizeRows = sizes.map(({ name, esbuild, rolldown, goal }) => [
    name,
    bytes(esbuild),
    rolldown === null ? '' : bytes(rolldown),
    goalOf(bytes(goal), Math.max(esbuild, rolldown ?? 0) <= goal),
  ])
  const figureRows = figures.map(({ name, unit, figure, against, ratio, goal }) => [
    name,
    within(figure, unit),
    against ? `${against.name}: ${within(against, unit)}` : '',
    ratio ? within(ratio, '×') : '',
    goal ? goalOf(`${goal.atMost}${ratio ? ' ×' : ''}`, goal.met) : '',
  ])
  const pinRows = pins.map(({ name, unit, value, goal }) => [
    name,
    `${value.toFixed(2)} ${unit}`,
    goal ? goalOf(`${goal.atMost} ${unit}`, goal.met) : '',
  ])
  return [
    `${date} · ${cores} cores (${model}), load ${load.map((jobs) => jobs.toFixed(1)).join('–')} · Node ${node} · Chromium ${chromium}`,
    tableOf(['Size, brotli', 'esbuild', 'rolldown', 'Goal'], sizeRows),
    'The median of the runs, and in brackets what the middle half of them lies between. Ratios are of runs side by side.',
    tableOf(['Figure', 'Foyer', 'Without', 'Ratio', 'Goal'], figureRows),
    'On a held clock. A thousand attempts at a pin: people take 25 s in the median, an answer 100 ms.',
    tableOf(['Pin', 'Mean', 'Goal'], pinRows),
  ].join('\n\n')
}

const bytes = (count: number) => `${(count / 1000).toFixed(2)} kB`

function within({ median, low, high }: Spread, unit: string) {
  const number = (value: number) =>
    value.toLocaleString('en-US', Number.isInteger(value) ? {} : { maximumSignificantDigits: 3 })
  const suffix = unit === 'commits' ? '' : unit === '/s' ? unit : ` ${unit}`
  return `${number(median)}${suffix} (${number(low)}–${number(high)})`
}
