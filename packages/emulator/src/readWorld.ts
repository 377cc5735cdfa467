import type { Account } from './account.ts'
import { createPeople } from './createPeople.ts'
import type { EmulatorOptions, WorldOptions } from './Emulator.ts'
import { refuseUnknown } from './refuseUnknown.ts'
import { scenarios } from './scenarios.ts'
import { checkServers, type ServerOptions, seededServers } from './serverOptions.ts'

/** Who is in a world, and which servers. */
interface Cast {
  readonly people: readonly Account[]
  readonly servers: readonly ServerOptions<string>[]
}

type AnyOptions = Omit<EmulatorOptions, 'servers'> & Partial<WorldOptions>

const known = ['scenario', 'people', 'homes', 'servers', 'seed', 'clock', 'pages', 'tokenLifeMs']

/**
 * The world that options describe: one of the named ones, or one given in code.
 *
 * @throws RangeError when there is no such option, scenario, person, Home or server.
 */
export function readWorld(options: AnyOptions): Cast {
  const wrong = (what: string) => new RangeError(`No such world: ${what}.`)
  refuseUnknown(options, known, wrong)
  const {
    scenario,
    people,
    homes,
    servers,
    seed = 1,
    tokenLifeMs,
  } = { scenario: undefined, people: undefined, homes: undefined, ...options }
  for (const [name, list] of Object.entries({ people, homes, servers }))
    if (list !== undefined && !Array.isArray(list)) throw wrong(`${name} must be a list`)
  if (people !== undefined && scenario !== undefined) throw wrong('give people or a scenario, not both')
  if (tokenLifeMs !== undefined && !(Number.isFinite(tokenLifeMs) && tokenLifeMs >= 1000))
    throw wrong('tokenLifeMs must be a number from 1000')
  if (people === undefined && homes !== undefined) throw wrong('homes are of people: give both')

  const cast: Cast = people
    ? { people: createPeople(people, homes ?? [], seed), servers: servers ?? [] }
    : { people: seededPeople(scenario, seed), servers: servers ?? seededServers }
  checkServers(
    cast.servers,
    cast.people.map(({ name }) => name),
  )
  return cast
}

function seededPeople(scenario: EmulatorOptions['scenario'] = 'everyone', seed: number): Account[] {
  if (!Object.hasOwn(scenarios, scenario))
    throw new RangeError(`No scenario "${scenario}". There are: ${Object.keys(scenarios).join(', ')}.`)
  return scenarios[scenario](seed)
}
