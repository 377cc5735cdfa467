import { abortReason, withTimeout } from '../clock.ts'
import type { PlexClient } from '../createPlexClient.ts'
import { hasTrait } from '../errorTraits.ts'
import { failure } from '../refusal.ts'
import { pendingRevocations } from '../revocations.ts'
import { revokeToken } from '../revokeToken.ts'
import type { PlexGrant } from '../signIn.ts'
import { warnOnce } from '../storage.ts'
import { isThenable, type MaybePromise, whenThere } from '../thenable.ts'
import { getUser } from '../user.ts'
import type { OpenDeviceKeys } from './DeviceKeys.ts'
import type { RecordStore } from './recordStore.ts'
import { REVOKE_MS, type SessionFacts, type SessionPersistence } from './sessionPersistence.ts'
import { createRecord, isLater, type SessionRecord } from './sessionRecord.ts'

/** Whether another session counts in its place: for all tabs, or in the tab that both belong to. */
const isOvertaken = (record: SessionRecord, all: readonly SessionRecord[]) =>
  all.some((other) => other.lasting === record.lasting && isLater(other, record))

/** What a sign-in holds, or a session. */
interface Holder {
  readonly token: string
  readonly profile?: PlexGrant | undefined
}

/** The account's token, and that of who is watching. */
const tokensOf = (holders: readonly Holder[]): string[] =>
  // Chrome 68 has no flatMap.
  ([] as string[]).concat(...holders.map(({ token, profile }) => (profile ? [token, profile.token] : [token])))

/** Keeps sessions, token and all, in a store. */
export function createTokenPersistence(
  client: PlexClient,
  records: RecordStore,
  { ended, grants }: SessionFacts,
  keys: OpenDeviceKeys | undefined,
): SessionPersistence<SessionRecord> {
  /** Tokens that were ended here, or in another tab as that said. An end may have failed, and the token live on. */
  const suspectTokens = new Set<string>()
  /** Whose tokens have ended in other tabs. */
  const suspectPeople = new Set<string>()
  let suspectsAll = false
  /** The ids of sessions that began in this tab. */
  const begunHere = new Set<string>()
  /** The greatest that was seen here: a session comes after those too that have gone. */
  let latestOrder = 0

  /** Within a limit of time. */
  const inTime = <T>(task: string, call: (signal: AbortSignal) => Promise<T>, signal?: AbortSignal) => {
    const late = () => failure({ task }, 'timeout')
    return withTimeout({ clock: client.clock, ms: REVOKE_MS, late, signal }, call)
  }
  /** Forgotten here whatever plex.tv says: a token may have been dead, or plex.tv out of reach. */
  async function revoke(tokens: Iterable<string>) {
    const each = [...new Set(tokens)].map((token) => {
      suspectTokens.add(token)
      // Both at once, for the page may be left in this very task.
      const ending = inTime('sign out', (signal) => revokeToken(client, token, { signal })).catch(() => {})
      return Promise.all([ending, forgetKey(token)])
    })
    await Promise.all(each)
  }
  /** Whatever the store of keys says: the person has left here. */
  const forgetKey = (token: string) => keys?.forget(token).catch(() => {})
  /** Not what somebody needs: plex.tv gives one account one token on one device, so that two sessions may share it. */
  async function revokeUnneeded<T extends Holder>(replaced: readonly T[], ...needing: Holder[]): Promise<readonly T[]> {
    const all = await records.readAll()
    const counting = all.filter((record) => !isOvertaken(record, all))
    const needed = tokensOf([...needing, ...grants, ...counting])
    const ending = replaced.filter(({ token }) => !needed.includes(token))
    await revoke(tokensOf(ending).filter((token) => !needed.includes(token)))
    return ending
  }
  /** A sign-in that was under way while its account was signed out of brings the token that has just ended. */
  async function proveAlive(token: string, signal: AbortSignal) {
    try {
      await inTime(
        'read the user',
        async (ofLimit) => {
          await pendingRevocations(client)
          await getUser(client, token, { signal: ofLimit })
        },
        signal,
      )
    } catch (error) {
      // A plex.tv that can't be reached proves nothing: only its own word keeps somebody out.
      if (hasTrait(error, 'dead-token') || signal.aborted) throw error
    }
  }
  /** What lies last may have ended first, as this tab has heard. Removed once: a store may refuse that too. */
  function readAlive(removed?: SessionRecord): MaybePromise<SessionRecord | null> {
    return whenThere(records.read(), (record) => {
      if (!record || !ended.has(record.id)) return record
      if (record.id === removed?.id) return null
      return whenThere(records.remove(record), () => readAlive(record))
    })
  }
  function refused(error: unknown): never {
    warnOnce('the store', 'it failed, or did not answer')
    throw error
  }

  return {
    isRemote: false,
    read() {
      const found = readAlive()
      return isThenable(found) ? found.then((record) => record, refused) : found
    },
    isSuspect: ({ token }) => suspectTokens.has(token),
    suspect: (uuid) => void suspectPeople.add(uuid),
    suspectAll() {
      suspectsAll = true
    },
    accept(grant, lasting, signal) {
      const isSuspect = suspectPeople.delete(grant.user.uuid) || suspectsAll || suspectTokens.has(grant.token)
      return whenThere(isSuspect ? proveAlive(grant.token, signal) : undefined, () =>
        whenThere(records.readAll(), (known) => {
          if (signal.aborted) throw abortReason(signal)
          latestOrder = Math.max(latestOrder, ...known.map(({ order }) => order)) + 1
          const record = createRecord(grant, lasting, latestOrder, client.clock.now())
          begunHere.add(record.id)
          return whenThere(records.add(record), ({ stored, replaced }) => ({
            session: stored,
            endReplaced: () => revokeUnneeded(replaced, stored),
            async undo() {
              await records.remove(stored)
              const [before] = replaced
              if (before && !ended.has(before.id)) await records.putBack(before)
            },
          }))
        }),
      )
    },
    async abandon({ token, user }, held) {
      const [ending] = await revokeUnneeded([{ token }], ...(held ? [held] : []))
      return ending ? [createRecord({ token, user }, false, 1, client.clock.now())] : []
    },
    shareToken: (one, other) => one.token === other.token,
    token: ({ token }) => token,
    async renew(record, isDead) {
      if (!keys) return record
      const readKept = async () => (await records.readAll()).find(({ id }) => id === record.id) ?? record
      return keys.renew(record, isDead, {
        read: readKept,
        async write(renewed) {
          const kept = { ...(await readKept()), ...renewed }
          await records.update(kept)
          return kept
        },
      })
    },
    async refresh({ token, user }, options) {
      const found = await getUser(client, token, options)
      // A token has one owner, so this answer is another person's, from a cache on the way say.
      if (found.uuid !== user.uuid) throw failure({ task: 'read the user' }, 'unexpected-response')
      return found
    },
    update: (record) => records.update(record),
    async release(record, cause) {
      suspectTokens.add(record.token)
      // The request is sent first, because the page may be left in this very task.
      const revoked = cause === 'signed out' && revoke(tokensOf([record]))
      const overtaken = await whenThere(records.readAll(), (all) => {
        // A session that lies beside this one and came before it was overtaken by it, and must not count again. Where
        // this one is gone already, what lies there came after it, whatever its order: a tab that never saw this one
        // began anew.
        const isStored = all.some(({ id }) => id === record.id)
        const before = isStored ? all.filter((other) => other.lasting === record.lasting && isLater(record, other)) : []
        // Another tab's word is no proof: a session with the same token may have begun since, its end having failed.
        const sharing = cause === 'announced' ? [] : all.filter(({ token }) => token === record.token)
        return whenThere(records.remove(record, ...before, ...sharing), () => before)
      })
      const ending = await revokeUnneeded(overtaken, record)
      await revoked
      if (cause === 'dead') await forgetKey(record.token)
      return ending
    },
    async releaseOvertaken() {
      const all = await records.readAll()
      const overtaken = all.filter((record) => begunHere.has(record.id) && isOvertaken(record, all))
      await records.remove(...overtaken)
      return revokeUnneeded(overtaken)
    },
    subscribe: (changed) => records.subscribe(changed),
  }
}
