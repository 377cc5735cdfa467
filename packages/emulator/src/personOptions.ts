import { refuseUnknown } from './refuseUnknown.ts'

/** Somebody in a world of your own. What is left out is nothing special; a secret that is left out is made from the seed. */
export interface PersonOptions {
  /** What your tests call them. plex.tv's answers don't have it. */
  readonly name: string
  /** What makes them worth having, for a table of logins. Default: nothing. */
  readonly note?: string | undefined
  /** What plex.tv shows. Default: the name. */
  readonly title?: string | undefined
  /** Default: empty, as nearly everybody's at plex.tv. */
  readonly friendlyName?: string | undefined
  /** Default: the name. A managed person has none. */
  readonly username?: string | undefined
  /** Default: the username, at example.com. A managed person has none. */
  readonly email?: string | undefined
  /** Null: signs in with Google or Apple. Default: from the seed. A managed person has none. */
  readonly password?: string | null | undefined
  /** Default false. With `true` the secret, in base32, and three recovery codes are from the seed, or what is left out. */
  readonly twoFactor?:
    | boolean
    | { readonly secret?: string | undefined; readonly recoveryCodes?: readonly string[] | undefined }
    | undefined
  /** Four digits, for a switch to their profile in a Home. With `true` from the seed. Default false: none. */
  readonly profilePin?: string | boolean | undefined
  /** Is refused with 1030 by username. Default false. */
  readonly emailOnly?: boolean | undefined
  /** Is refused with 1031 whatever is typed. Default false. */
  readonly locked?: boolean | undefined
  /** A member of a Home without an account of their own. Default false. */
  readonly managed?: boolean | undefined
  /** Default false. */
  readonly plexPass?: boolean | undefined
  /** The address of a picture; empty for none. Default: one that the emulator draws. */
  readonly avatar?: string | undefined
  /** Two letters. Default `GB`. */
  readonly country?: string | undefined
  /** Epoch seconds. Default: the start of 2020. */
  readonly joinedAt?: number | undefined
  /** plex.tv's number for the account. Default: from the seed. */
  readonly id?: number | undefined
  /** Sixteen hexadecimal digits. Default: from the seed. */
  readonly uuid?: string | undefined
}

type Check = [isRight: (value: unknown) => boolean, words: string]

const isText = (value: unknown) => typeof value === 'string'
const isList = (value: unknown) => Array.isArray(value) && value.every((each) => isText(each) && each !== '')
const matches = (pattern: RegExp) => (value: unknown) => typeof value === 'string' && pattern.test(value)
const text: Check = [isText, 'text']
const someText: Check = [matches(/./), 'text']
const flag: Check = [(value) => typeof value === 'boolean', 'true or false']
const whole = (least: number): Check => [
  (value) => Number.isSafeInteger(value) && Number(value) >= least,
  `a whole number from ${least}`,
]

function isTwoFactor(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return typeof value === 'boolean'
  return Object.entries(value).every(([key, each]) =>
    key === 'secret' ? matches(/^[A-Z2-7]+$/)(each) : key === 'recoveryCodes' && isList(each),
  )
}

const wanted: Record<keyof PersonOptions, Check> = {
  name: someText,
  note: text,
  title: text,
  friendlyName: text,
  username: someText,
  email: someText,
  password: [(value) => value === null || matches(/./)(value), 'text, or null'],
  twoFactor: [isTwoFactor, 'true, false, or a secret in base32 and recoveryCodes'],
  profilePin: [(value) => typeof value === 'boolean' || matches(/^\d{4}$/)(value), 'four digits, true or false'],
  emailOnly: flag,
  locked: flag,
  managed: flag,
  plexPass: flag,
  avatar: text,
  country: text,
  joinedAt: whole(0),
  id: whole(1),
  uuid: [matches(/^[\da-f]{16}$/), '16 digits of 0 to f'],
}

const onlyOfAccounts = ['username', 'email', 'password', 'twoFactor', 'emailOnly', 'locked'] as const

export const noSuchPerson = (what: string): RangeError => new RangeError(`No such person: ${what}.`)

/** Refuses what a caller in plain JavaScript may have got wrong, one person at a time. */
export function checkPerson(person: PersonOptions): void {
  if (typeof person !== 'object' || person === null) throw noSuchPerson('each must be an object')
  refuseUnknown(person, Object.keys(wanted), noSuchPerson)
  for (const [option, [isRight, words]] of Object.entries(wanted)) {
    const value = person[option as keyof PersonOptions]
    const isLeftOut = value === undefined && option !== 'name'
    if (!isLeftOut && !isRight(value)) throw noSuchPerson(`${option} must be ${words}`)
  }
  const idle = person.managed && onlyOfAccounts.find((option) => person[option] !== undefined)
  if (idle) throw noSuchPerson(`"${person.name}" is managed, and so has no ${idle}`)
}
