// Since which Chrome the web's features are there: MDN's data.
import { createRequire } from 'node:module'
import type { CompatData, Identifier, SimpleSupportStatement } from '@mdn/browser-compat-data/types'

// Past Vite, which would make a module of 20 MB of it.
const data: CompatData = createRequire(import.meta.url)('@mdn/browser-compat-data')

/**
 * Where MDN's figure is another than what the engines do, each run by itself: 69 has no logical margins under their own
 * names and 76 has; 88 has neither ratios nor lists in `:not()`, and 92 has both.
 */
const measured = new Map([
  ...['margin', 'padding', 'border'].flatMap((name) =>
    ['start', 'end'].map((end) => [`css.properties.${name}-inline-${end}`, 76] as const),
  ),
  ['css.properties.aspect-ratio', 92],
  ['css.selectors.not.selector_list', 92],
])

/** The first Chrome that has a feature, as `css.selectors.where`: under its own name, and without a flag. */
export function chromeSince(path: string): number {
  const feature = path.split('.').reduce<Identifier | undefined>((found, key) => found?.[key], data as never)
  const since = feature && sinceOf(feature)
  if (since === undefined) throw new RangeError(`MDN's data has no figure for ${path}.`)
  return measured.get(path) ?? since
}

function sinceOf({ __compat }: Identifier): number | undefined {
  if (!__compat) return undefined
  const statements: readonly SimpleSupportStatement[] = [__compat.support.chrome ?? []].flat()
  const versions = statements.flatMap((statement) => {
    const { version_added, flags, prefix, alternative_name } = statement
    // `≤37`: it was there when they first looked.
    const version = Number(String(version_added).replace('≤', ''))
    return flags || prefix || alternative_name || Number.isNaN(version) ? [] : [version]
  })
  return Math.min(...versions)
}

/** What a script can call, with the first Chrome that has it; what Chrome has never had is since infinity. */
export interface Callable {
  /** `structuredClone` */
  globals: Map<string, number>
  /** `Object.hasOwn`, `AbortSignal.timeout` */
  members: Map<string, number>
  /** `at`: the first Chrome that has any method of that name, in the language or in the platform. */
  methods: Map<string, number>
}

/** All that scripts can call. Of the platform's methods only those of a name that the language has too. */
export function callable(): Callable {
  const found: Callable = { globals: new Map(), members: new Map(), methods: new Map() }
  const add = (to: Map<string, number>, name: string, feature: Identifier) => {
    const since = sinceOf(feature)
    if (since !== undefined) to.set(name, Math.min(since, to.get(name) ?? Number.POSITIVE_INFINITY))
  }
  const builtins = membersOf(data.javascript.builtins ?? {})
  const language = new Set(builtins.flatMap(([, feature]) => membersOf(feature)).map(([name]) => name))
  for (const [owner, feature] of [...builtins, ...membersOf(data.api)]) {
    add(found.globals, owner, feature)
    for (const [name, member] of membersOf(feature)) {
      add(found.members, `${owner}.${name}`, member)
      if (language.has(name)) add(found.methods, name, member)
    }
  }
  return found
}

/** `canParse_static` is called `canParse`; what else has an underscore is no name, but a note. */
const membersOf = (feature: object): (readonly [string, Identifier])[] =>
  Object.entries(feature)
    .filter(([key]) => key !== '__compat')
    .map(([key, member]) => [key.replace(/_static$/, ''), member] as const)
    .filter(([name]) => !name.includes('_'))
