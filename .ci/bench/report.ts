import type { Size } from '../sizes.ts'
import { tableOf } from '../table.ts'
import type { Ratio, Result, Spread } from './figure.ts'
import type { PinRow } from './pins.ts'
import type { PageSize } from './wholePages.ts'

export interface Report {
  date: string
  /**
   * `load`: the jobs that wanted a core, a minute's mean, when the fewest and when the most did; this program's own are
   * in it.
   */
  machine: { cores: number; model: string; load: number[]; node: string; chromium: string }
  pages: PageSize[]
  sizes: Size[]
  figures: Result[]
  /** What a figure's row has no room for. */
  notes: string[]
  pins: PinRow[]
}

/** A table for each kind of figure. */
export function reportText({ date, machine, pages, sizes, figures, notes, pins }: Report): string {
  const { cores, model, load, node, chromium } = machine
  const compared = pages.some(({ before }) => before !== null)
  /** Only where there is an earlier build. */
  const ifCompared = (...cells: string[]) => (compared ? cells : [])
  const pageRows = pages.map(({ name, esbuild, rolldown, besideQuery, before, goals }) => [
    name,
    `${bytes(esbuild)} / ${bytes(rolldown)}`,
    besideQuery === null ? '' : bytes(besideQuery),
    ...ifCompared(before === null ? '' : bytes(before)),
    goals
      .map(({ of, atMost, ratio, met }) => `${ratio.toFixed(2)} × ${of}: ≤ ${atMost}${met ? '' : ', missed'}`)
      .join('; '),
  ])
  const sizeRows = sizes.map(({ name, esbuild, rolldown, goal }) => [
    name,
    bytes(esbuild),
    rolldown === null ? '' : bytes(rolldown),
    `≤ ${bytes(goal)}${Math.max(esbuild, rolldown ?? 0) <= goal ? '' : ', missed'}`,
  ])
  const figureRows = figures.map(({ name, unit, figure, against, ratio, before, change, goal }) => [
    name,
    within(figure, unit),
    against ? `${against.name}: ${within(against, unit)}` : '',
    ratio ? ratioText(ratio) : '',
    ...ifCompared(before ? within(before, unit) : '', change ? ratioText(change) : ''),
    goal ? goalText(goal) : '',
  ])
  const pinRows = pins.map(({ name, unit, value, goal }) => [
    name,
    `${value.toFixed(2)} ${unit}`,
    goal ? `≤ ${goal.atMost} ${unit}${goal.met ? '' : ', missed'}` : '',
  ])
  return [
    `${date} · ${cores} cores (${model}), load ${load.map((jobs) => jobs.toFixed(1)).join('–')} · Node ${node} · Chromium ${chromium}`,
    'What an app that has nothing yet adds to React alone, all that it needs included: brotli, of what is loaded first.',
    tableOf(['Page', 'esbuild / rolldown', 'With TanStack Query there', ...ifCompared('Before'), 'Goals'], pageRows),
    tableOf(['Part, without React', 'esbuild', 'rolldown', 'Goal'], sizeRows),
    'The median of the runs, and in brackets what the middle half of them lies between. Ratios are of runs side by side.',
    tableOf(['Figure', 'Foyer', 'Without', 'Ratio', ...ifCompared('Before', 'Ratio to it'), 'Goal'], figureRows),
    ...notes,
    'On a held clock. A thousand attempts at a pin: people take 25 s in the median, an answer 100 ms.',
    tableOf(['Pin', 'Mean', 'Goal'], pinRows),
  ].join('\n\n')
}

const ratioText = (ratio: Ratio) => `${within(ratio, '×')}${ratio.toldApart ? '' : ', not told apart'}`

function goalText({ of, atMost, met }: NonNullable<Result['goal']>) {
  const what = { figure: '', ratio: ' ×', change: ' × before' }[of]
  return `≤ ${atMost}${what}${met === false ? ', missed' : ''}`
}

const bytes = (count: number) => `${(count / 1000).toFixed(2)} kB`

function within({ median, low, high }: Spread, unit: string) {
  const number = (value: number) =>
    value.toLocaleString('en-US', Number.isInteger(value) ? {} : { maximumSignificantDigits: 3 })
  const suffix =
    unit === 'commits' || unit === 'sockets' || unit === 'requests' ? '' : unit === '/s' ? unit : ` ${unit}`
  return `${number(median)}${suffix} (${number(low)}–${number(high)})`
}
