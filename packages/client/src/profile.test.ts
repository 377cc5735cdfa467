import { createEmulator, type PersonName } from '@foyer/emulator'
import { beforeEach, describe, expect, test } from 'vitest'
import { createPlexClient, getProfiles, getUser, switchProfile } from './index.ts'

const plexTv = createEmulator()
const plex = createPlexClient({
  product: 'Reelroom',
  clientIdentifier: 'tests',
  baseUrl: 'https://plex.tv',
  fetch: plexTv.fetch,
})
beforeEach(() => plexTv.reset())

const tokenOf = (name: PersonName) => plexTv.tokenFor(name, 'tests')
const switches = () => plexTv.requests().filter(({ path }) => path.endsWith('/switch'))

/** A client whose list of a Home is this. */
const clientWith = (answer: unknown) =>
  createPlexClient({
    product: 'Reelroom',
    clientIdentifier: 'tests',
    fetch: async () => new Response(JSON.stringify(answer)),
  })

describe('the profiles', () => {
  test('are everybody in the Home, without a secret', async () => {
    expect(await getProfiles(plex, tokenOf('plexPass'))).toEqual([
      {
        uuid: plexTv.person('plexPass').uuid,
        title: 'نورا حداد',
        avatarUrl: expect.stringMatching(/^https:\/\/plex\.tv\/users\//),
        kind: 'account',
        admin: true,
        hasProfilePin: true,
      },
      {
        uuid: plexTv.person('managed').uuid,
        title: 'Pip 🦊',
        avatarUrl: expect.stringMatching(/^https:\/\/plex\.tv\/users\//),
        kind: 'managed',
        admin: false,
        hasProfilePin: false,
      },
    ])
  })

  test('are one where there is no Home', async () => {
    expect(await getProfiles(plex, tokenOf('plain'))).toHaveLength(1)
  })

  test.each([
    ['nothing but an id', {}, { title: '', avatarUrl: null, kind: 'account', admin: false, hasProfilePin: false }],
    ['a friendly name', { friendlyName: 'Pip', title: 'p' }, { title: 'Pip' }],
    ['an empty friendly name', { friendlyName: '', title: '', username: 'pip' }, { title: 'pip' }],
    ['fields of other types', { title: 3, thumb: {}, admin: 'yes', protected: 1 }, { title: '', hasProfilePin: false }],
    ['a guest', { guest: true, restricted: true }, { kind: 'guest' }],
    ['a picture of no safe address', { thumb: 'javascript:alert(1)' }, { avatarUrl: null }],
  ])('keep an entry with %s', async (_name, fields, expected) => {
    const client = clientWith({ users: [{ uuid: '0123456789abcdef', ...fields }, null, { title: 'without an id' }] })
    expect(await getProfiles(client, 'a-token')).toEqual([expect.objectContaining(expected)])
  })

  test.each([[{}], [[]], [null], [{ users: null }], [{ users: 'none' }]])('are not in %j', async (answer) => {
    await expect(getProfiles(clientWith(answer), 'a-token')).rejects.toMatchObject({ code: 'unexpected-response' })
  })
})

describe('a switch', () => {
  test('gives the other’s user, and a token of theirs', async () => {
    const { token, user } = await switchProfile(plex, tokenOf('plexPass'), { uuid: plexTv.person('managed').uuid })
    expect(user).toMatchObject({ title: 'Pip 🦊', kind: 'managed', email: null })
    expect(token).toBe(tokenOf('managed'))
    expect(await getUser(plex, token)).toEqual(user)
  })

  test('asks for a PIN where the profile has one, and has not asked plex.tv to switch without', async () => {
    const noura = plexTv.person('plexPass')
    const refused = switchProfile(plex, tokenOf('managed'), { uuid: noura.uuid })
    await expect(refused).rejects.toMatchObject({ code: 'profile-pin-required' })
    expect(switches()).toEqual([])
    const { user } = await switchProfile(plex, tokenOf('managed'), { uuid: noura.uuid, profilePin: noura.profilePin })
    expect(user.title).toBe('نورا حداد')
  })

  test('takes the digits of any script', async () => {
    const { uuid, profilePin } = plexTv.person('plexPass')
    const typed = profilePin.replace(/\d/g, (digit) => '٠١٢٣٤٥٦٧٨٩'[Number(digit)] ?? '')
    const { user } = await switchProfile(plex, tokenOf('managed'), { uuid, profilePin: typed })
    expect(user.uuid).toBe(uuid)
  })

  test('tells a wrong PIN from a missing one, which plex.tv does not', async () => {
    const { uuid } = plexTv.person('plexPass')
    const wrong = switchProfile(plex, tokenOf('managed'), { uuid, profilePin: '0000' })
    await expect(wrong).rejects.toMatchObject({ code: 'profile-pin-invalid', status: 403, plexCode: 1041 })
    const error = await wrong.catch((error: unknown) => error)
    expect(JSON.stringify(error) + String(error)).not.toContain('0000')
  })

  test.each(['12', '12345', 'abcd', '12 4', '12.4'])('does not ask plex.tv about the PIN "%s"', async (profilePin) => {
    const { uuid } = plexTv.person('plexPass')
    const refused = switchProfile(plex, tokenOf('managed'), { uuid, profilePin })
    await expect(refused).rejects.toMatchObject({ code: 'profile-pin-invalid' })
    expect(switches()).toEqual([])
  })

  test.each(['', 'nobody', '../../user', '0123456789abcdef'])('finds nobody by "%s"', async (uuid) => {
    await expect(switchProfile(plex, tokenOf('plexPass'), { uuid })).rejects.toMatchObject({ code: 'not-found' })
    expect(switches()).toEqual([])
  })

  test('sends no PIN to a profile without one, where plex.tv would call it wrong', async () => {
    const { uuid } = plexTv.person('managed')
    const { user } = await switchProfile(plex, tokenOf('plexPass'), { uuid, profilePin: '1234' })
    expect(user.uuid).toBe(uuid)
  })

  test('is told apart from a dead token', async () => {
    const dead = switchProfile(plex, 'a-dead-token', { uuid: plexTv.person('managed').uuid })
    await expect(dead).rejects.toMatchObject({ code: 'unauthorized' })
  })

  test('is called off with the reason of its signal', async () => {
    const signal = AbortSignal.abort(new Error('left'))
    const { uuid } = plexTv.person('managed')
    await expect(switchProfile(plex, tokenOf('plexPass'), { uuid }, { signal })).rejects.toThrow('left')
  })
})
