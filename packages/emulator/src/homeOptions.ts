import { noSuchPerson, type PersonOptions } from './personOptions.ts'
import { refuseUnknown } from './refuseUnknown.ts'

/** As at plex.tv. */
const mostMembers = 15

/** Who lives together, in a world of your own. */
export interface HomeOptions {
  readonly admin: string
  /** Everybody else in it: managed people, and accounts of their own. 14 at most. */
  readonly members: readonly string[]
}

const everybodyIn = ({ admin, members }: HomeOptions) => [admin, ...members]

export const homeOf = (homes: readonly HomeOptions[], name: string): HomeOptions | undefined =>
  homes.find((home) => everybodyIn(home).includes(name))

/** Refuses Homes that can't be, and people who can't be where they are. */
export function checkHomes(homes: readonly HomeOptions[], people: readonly PersonOptions[]): void {
  const wrong = (what: string) => new RangeError(`No such Home: ${what}.`)
  const housed = new Set<string>()
  for (const home of homes) {
    refuseUnknown(home, ['admin', 'members'], wrong)
    if (!Array.isArray(home.members)) throw wrong('members must be a list')
    const everybody = everybodyIn(home)
    for (const name of everybody) {
      if (!people.some((person) => person.name === name)) throw wrong(`there is no person "${name}"`)
      if (housed.has(name)) throw wrong(`"${name}" is in one already`)
      housed.add(name)
    }
    if (people.some(({ name, managed }) => managed && name === home.admin))
      throw wrong(`its admin "${home.admin}" is managed`)
    if (everybody.length > mostMembers)
      throw wrong(`it has ${everybody.length} members, and ${mostMembers} is the most`)
  }
  for (const { name, managed, profilePin } of people) {
    if (housed.has(name)) continue
    if (managed) throw noSuchPerson(`"${name}" is managed, and a member of no Home`)
    if (profilePin) throw noSuchPerson(`"${name}" has a PIN, and is in no Home`)
  }
}
