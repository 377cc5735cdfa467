/** One thing that was measured, run by run. */
export interface Figure {
  name: string
  /** `/s`: more is better; of all others less is. */
  unit: 'commits' | 'ms' | 'µs' | '/s' | 'kB'
  samples: number[]
  /** The same work without Foyer, measured in turn with it: the sample at each place is of the same moment. */
  against?: { name: string; samples: number[] }
  /** At most this much: of the ratio if there is one, else of the figure. */
  goal?: number
}

/** The middle of the runs, and what the middle half of them lies between: one stray run moves none of the three. */
export interface Spread {
  median: number
  low: number
  high: number
  runs: number
}

export interface Result {
  name: string
  unit: Figure['unit']
  figure: Spread
  against: ({ name: string } & Spread) | null
  /** How many times as long as without Foyer. */
  ratio: Spread | null
  goal: { atMost: number; met: boolean } | null
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

export function resultOf({ name, unit, samples, against, goal }: Figure): Result {
  const figure = spreadOf(samples)
  // Of each pair and not of the two medians: what slowed both down at one moment cancels out.
  const pairs = samples.map((own, run) => [own, against?.samples[run] ?? Number.NaN] as const)
  // Over nothing at all there is no ratio.
  const ratio = against?.samples.every((bare) => bare > 0)
    ? spreadOf(pairs.map(([own, bare]) => (unit === '/s' ? bare / own : own / bare)))
    : null
  const judged = (ratio ?? figure).median
  return {
    name,
    unit,
    figure,
    against: against ? { name: against.name, ...spreadOf(against.samples) } : null,
    ratio,
    goal: goal === undefined ? null : { atMost: goal, met: judged <= goal },
  }
}

/**
 * Runs every task once a round, in turn, each round in the opposite order: what disturbs the machine hits all alike.
 */
export async function interleaved<Name extends string, T>(
  rounds: number,
  tasks: Record<Name, () => T | Promise<T>>,
): Promise<Record<Name, T[]>> {
  const names = Object.keys(tasks) as Name[]
  const samples = Object.fromEntries(names.map((name) => [name, [] as T[]])) as Record<Name, T[]>
  for (let round = 0; round < rounds; round++) {
    for (const name of round % 2 ? names.toReversed() : names) samples[name].push(await tasks[name]())
  }
  return samples
}

/** `a - b`, run by run. */
export const beyond = (a: number[], b: number[]) => a.map((value, run) => value - (b[run] ?? Number.NaN))
