import type { PlexUser } from '@foyer/client'

/** A user who has everything that there is to show. */
export const ada: PlexUser = {
  id: 1,
  uuid: '0a1b2c3d4e5f6071',
  title: 'Ada Lovelace',
  username: 'ada',
  email: 'ada@example.com',
  avatarUrl: null,
  kind: 'account',
  inHome: true,
  homeAdmin: true,
  hasProfilePin: false,
  twoFactor: true,
  joinedAt: '2019-04-01T00:00:00.000Z',
  country: 'GB',
  locale: null,
  subscription: { active: true, plan: 'lifetime', since: '2020-01-01T00:00:00.000Z', features: [] },
}
