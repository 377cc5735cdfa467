/** One thing that was measured, run by run. */
export interface Figure {
  name: string
  /** `/s`: more is better; of all others less is. */
  unit: 'commits' | 'sockets' | 'requests' | 'ms' | 'µs' | '/s' | 'kB'
  samples: number[]
  /** The same work without Foyer, measured in turn with it: the sample at each place is of the same moment. */
  against?: { name: string; samples: number[] }
  /** The same work by an earlier build, measured in turn too. */
  before?: number[] | undefined
  goal?: Goal
}

/** At most this much: of the figure, of its ratio to the same without Foyer, or of its ratio to what it was before. */
interface Goal {
  of: 'figure' | 'ratio' | 'change'
  atMost: number
}

/** The middle of the runs, and what the middle half of them lies between: one stray run moves none of the three. */
export interface Spread {
  median: number
  low: number
  high: number
  runs: number
}

/** How many times as long as something else; told apart from it when it is further off than the runs lie apart. */
export interface Ratio extends Spread {
  toldApart: boolean
}

export interface Result {
  name: string
  unit: Figure['unit']
  figure: Spread
  against: ({ name: string } & Spread) | null
  ratio: Ratio | null
  before: Spread | null
  change: Ratio | null
  /** `met` is null where there was nothing to compare with. */
  goal: (Goal & { met: boolean | null }) | null
}

function spreadOf(samples: number[]): Spread {
  const sorted = samples.toSorted((a, b) => a - b)
  const at = (share: number) => {
    const place = share * (sorted.length - 1)
    const below = sorted[Math.floor(place)] ?? Number.NaN
    const above = sorted[Math.ceil(place)] ?? Number.NaN
    return below + (above - below) * (place % 1)
  }
  return { median: at(0.5), low: at(0.25), high: at(0.75), runs: samples.length }
}

/** Of each pair and not of the two medians: what slowed both down at one moment cancels out. */
function ratioOf(unit: Figure['unit'], samples: number[], others: number[]): Ratio | null {
  // Over nothing at all there is no ratio.
  if (!others.every((other) => other > 0)) return null
  const pairs = samples.map((own, run) => [own, others[run] ?? Number.NaN] as const)
  const spread = spreadOf(pairs.map(([own, other]) => (unit === '/s' ? other / own : own / other)))
  return { ...spread, toldApart: spread.high - spread.low <= Math.abs(spread.median - 1) }
}

export function resultOf({ name, unit, samples, against, before, goal }: Figure): Result {
  const figure = spreadOf(samples)
  const ratio = against ? ratioOf(unit, samples, against.samples) : null
  const change = before ? ratioOf(unit, samples, before) : null
  const judged = goal && { figure, ratio, change }[goal.of]
  return {
    name,
    unit,
    figure,
    against: against ? { name: against.name, ...spreadOf(against.samples) } : null,
    ratio,
    before: before ? spreadOf(before) : null,
    change,
    goal: goal ? { ...goal, met: judged ? judged.median <= goal.atMost : null } : null,
  }
}

/**
 * Runs every task once a round, in turn, each round in the opposite order: what disturbs the machine hits all alike.
 */
export async function interleaved<Tasks extends Record<string, (() => unknown) | undefined>>(
  rounds: number,
  tasks: Tasks,
): Promise<Samples<Tasks>> {
  const each = Object.entries(tasks).flatMap(([name, task]) => (task ? [{ name, task, samples: [] as unknown[] }] : []))
  for (let round = 0; round < rounds; round++) {
    for (const { task, samples } of round % 2 ? each.toReversed() : each) samples.push(await task())
  }
  return Object.fromEntries(each.map(({ name, samples }) => [name, samples])) as Samples<Tasks>
}

/** What each task gave, in the order of the rounds; nothing of one that was left out. */
type Samples<Tasks extends Record<string, (() => unknown) | undefined>> = {
  [Name in keyof Tasks]: Awaited<ReturnType<NonNullable<Tasks[Name]>>>[]
}

/** `a - b`, run by run. */
export const beyond = (a: number[], b: number[]) => a.map((value, run) => value - (b[run] ?? Number.NaN))
