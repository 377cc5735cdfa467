import type { Account } from './account.ts'
import { answer, refuse } from './answer.ts'
import { type EndpointRoutes, namesItsClient, plexParameter, wrongMethod } from './route.ts'
import { thumbOf, userBody } from './userBody.ts'

const usersPath = '/api/v2/home/users'
const switchPath = `${usersPath}/:uuid/switch`

export const home: EndpointRoutes = {
  endpoint: 'home',
  owns: (path) => path.startsWith(usersPath),
  mount(router, world) {
    router.get(usersPath, namesItsClient, (context) => {
      const request = context.req.raw
      const device = world.findDevice(plexParameter(context, 'X-Plex-Token'))
      if (!device) return refuse(request, 1001)
      const members = world.home.membersOf(device.account)
      const admin = members.find((member) => member.home?.admin) ?? device.account
      const { origin } = new URL(request.url)
      return answer(request, 200, 'home', {
        id: admin.id,
        name: admin.title,
        guestUserID: null,
        guestUserUUID: null,
        guestEnabled: false,
        subscription: admin.plexPass,
        users: members.map((member) => memberBody(member, origin)),
      })
    })
    router.post(switchPath, namesItsClient, (context) => {
      const request = context.req.raw
      const device = world.findDevice(plexParameter(context, 'X-Plex-Token'))
      if (!device) return refuse(request, 1001)
      const switched = world.home.switchTo(device, context.req.param('uuid'), context.req.query('pin') ?? '')
      if (typeof switched === 'number') return refuse(request, switched)
      return answer(request, 201, 'user', userBody(switched, new URL(request.url).origin))
    })
    for (const path of [usersPath, switchPath]) router.all(path, wrongMethod)
  },
}

/** Somebody of a Home, as recorded. */
function memberBody(account: Account, origin: string) {
  const { id, uuid, title, username, email, managed, password, home } = account
  return {
    id,
    uuid,
    title,
    username: username || null,
    email,
    friendlyName: null,
    thumb: thumbOf(account, origin),
    hasPassword: password !== null,
    restricted: managed,
    restrictionProfile: managed ? 'little_kid' : null,
    admin: home?.admin ?? false,
    guest: false,
    protected: home?.pin != null,
  }
}
