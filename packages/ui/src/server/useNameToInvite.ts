import { usePlexUser } from '@foyer/hooks'

/** By what whoever is watching can be invited to a server: their e-mail address, or their name. */
export function useNameToInvite(): string {
  const who = usePlexUser()
  return who.status === 'signed-in' ? who.user.email || who.user.username || who.user.title : ''
}
