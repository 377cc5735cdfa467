import * as z from 'zod/mini'
import { parseJson } from '../json.ts'
import { randomId } from '../randomId.ts'
import type { PlexGrant } from '../signIn.ts'
import { accountToken, flag, matches, reads, userSchema } from '../user.ts'

const grantSchema = z.object({ token: accountToken, user: userSchema })
const moment = reads((value) => (typeof value === 'number' ? value : undefined))
const recordSchema = z.object({
  /** The version of the record. */
  v: z.custom<2>((value) => value === 2),
  id: matches(/^[0-9a-f]{24}$/),
  order: z.custom<number>((value) => Number.isSafeInteger(value) && (value as number) > 0),
  token: accountToken,
  user: userSchema,
  lasting: flag,
  // Whoever was watching is asked for again where this can't be read.
  profile: reads((value) => grantSchema.safeParse(value).data),
  lastUuid: reads((value) => (typeof value === 'string' ? value : undefined)),
  pingedAt: moment,
  tokenAt: moment,
})

/** A session as it is kept: one JSON text, with the token in it. */
export interface SessionRecord extends PlexGrant {
  readonly v: 2
  /** Random: what tells this session from another one of the same person. */
  readonly id: string
  /** Greater than that of every session which this one came after: of two that are kept at once, the later counts. */
  readonly order: number
  /** Whether it outlives its tab. */
  readonly lasting: boolean
  readonly profile?: PlexGrant | undefined
  readonly lastUuid?: string | undefined
  readonly pingedAt?: number | undefined
  /** When the token came, by the wall clock of this side, in milliseconds since 1970: its age is counted from there. */
  readonly tokenAt?: number | undefined
}

/** Null for what isn't a record of this version: it is no session, whoever wrote it. */
export const readRecord = (text: string | null): SessionRecord | null =>
  recordSchema.safeParse(parseJson(text)).data ?? null

/** A session that begins now. */
export const createRecord = (
  { token, user }: PlexGrant,
  lasting: boolean,
  order: number,
  now: number,
): SessionRecord => ({
  v: 2,
  id: randomId(),
  order,
  token,
  user,
  lasting,
  // plex.tv has just given the token.
  pingedAt: now,
  tokenAt: now,
})

/** Whether `one` came after `other`. Two that began at the same moment in two tabs are told apart by their ids. */
export const isLater = (one: SessionRecord, other: SessionRecord): boolean =>
  one.order === other.order ? one.id > other.id : one.order > other.order
