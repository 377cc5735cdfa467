import type { Account } from './account.ts'
import { createAccount, hashedPinFrom, otpSecretFrom, recoveryCodesFrom } from './createAccount.ts'
import { checkHomes, type HomeOptions, homeOf } from './homeOptions.ts'
import { checkPerson, noSuchPerson, type PersonOptions } from './personOptions.ts'
import { numbersFrom, textFrom } from './random.ts'

/**
 * The accounts of a world that was given in code.
 *
 * @throws RangeError when there can be no such person, or no such Home.
 */
export function createPeople(
  people: readonly PersonOptions[],
  homes: readonly HomeOptions[],
  seed: number,
): readonly Account[] {
  for (const person of people) checkPerson(person)
  checkHomes(homes, people)
  const accounts = people.map((person) => createPerson(person, homes, seed))
  const logins = accounts.flatMap(({ username, email }) =>
    [...new Set([username.toLowerCase(), email?.toLowerCase() ?? ''])].filter((login) => login !== ''),
  )
  refuseTwice(
    'name',
    people.map(({ name }) => name),
  )
  refuseTwice('login', logins)
  refuseTwice(
    'id',
    accounts.map(({ id }) => id),
  )
  refuseTwice(
    'uuid',
    accounts.map(({ uuid }) => uuid),
  )
  return accounts
}

function refuseTwice(what: string, values: readonly (string | number)[]): void {
  const twice = values.find((value, index) => values.indexOf(value) !== index)
  if (twice !== undefined) throw noSuchPerson(`there are two with the ${what} "${twice}"`)
}

function createPerson(person: PersonOptions, homes: readonly HomeOptions[], seed: number): Account {
  const { name, title = name, managed = false, avatar, ...more } = person
  const { username = managed ? '' : name, twoFactor = false } = more
  const { email = managed ? null : `${username}@example.com` } = more
  const { password = managed ? null : textFrom(`${seed}/${name}/password`, 'lower', 16) } = more
  const { secret = otpSecretFrom(seed, name), recoveryCodes = recoveryCodesFrom(seed, name) } =
    typeof twoFactor === 'object' ? twoFactor : {}
  const { note, friendlyName, emailOnly, locked, plexPass, country, joinedAt, id, uuid } = more
  const given = { note, friendlyName, emailOnly, locked, plexPass, country, joinedAt, id, uuid }
  return createAccount(seed, {
    // An option that is given as undefined must not overwrite what it is by default.
    ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
    name,
    title,
    username,
    email,
    password,
    managed,
    otherThumb: avatar,
    ...(twoFactor && { otpSecret: secret, recoveryCodes }),
    home: createPlace(person, homes, seed),
  })
}

/** Somebody's place in their Home. */
function createPlace({ name, profilePin = false }: PersonOptions, homes: readonly HomeOptions[], seed: number) {
  const home = homeOf(homes, name)
  if (!home) return null
  const digits = String(numbersFrom(`${seed}/${name}/digits`)() % 10_000).padStart(4, '0')
  const pin = profilePin === true ? digits : profilePin || null
  return {
    id: homes.indexOf(home),
    size: 1 + home.members.length,
    admin: home.admin === name,
    pin,
    hashedPin: pin && hashedPinFrom(seed, name),
  }
}
