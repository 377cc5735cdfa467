import type { Account } from './account.ts'

/** plex.tv refuses many switches in a row; how many, and for how long, is not known. Both are our choice. */
export const switchLimit = 10
export const switchWindowMs = 60_000

/** Whether two are in the same Home. */
export const livesWith = ({ home }: Account, other: Account): boolean => home !== null && home.id === other.home?.id

/** Who lives with whom, and who may become whom. Says no with one of plex.tv's codes. */
export function createHome<Device extends { account: Account; clientIdentifier: string; token: string }>(
  accounts: readonly Account[],
  now: () => number,
  admit: (name: string, clientIdentifier: string) => Device,
) {
  const switches = new Map<string, number[]>()

  /** Everybody in the Home of this account; the account alone, where it is in none. */
  const membersOf = (account: Account): readonly Account[] =>
    account.home ? accounts.filter((each) => livesWith(account, each)) : [account]

  return {
    membersOf,
    /** A PIN is wrong or right whether or not one is asked for; an empty one was not sent. */
    switchTo(
      { account, clientIdentifier, token }: Device,
      isMeant: (member: Account) => boolean,
      pin: string,
    ): Device | 1002 | 1003 | 1041 {
      const recent = (switches.get(token) ?? []).filter((at) => now() - at < switchWindowMs)
      if (recent.length >= switchLimit) return 1003
      switches.set(token, [...recent, now()])
      const member = membersOf(account).find(isMeant)
      if (!member) return 1002
      if ((member.home?.pin ?? '') !== pin) return 1041
      return admit(member.name, clientIdentifier)
    },
  }
}
