import { answerXml, refuse, send } from './answer.ts'
import { livesWith } from './createHome.ts'
import type { Device } from './device.ts'
import { isRefusal } from './errors.ts'
import { type EndpointRoutes, plexParameter, wrongMethod } from './route.ts'
import { thumbOf } from './userBody.ts'
import type { World } from './world.ts'
import { xmlElement, xmlList } from './xml.ts'

const usersPath = '/api/users'
const friendsPath = '/api/v2/friends'
/** What plex.tv took away, and answers in its oldest form. */
const removed = /^\/(pms\/friends\/all|api\/friends|api\/invites\/.*)$/

export const friends: EndpointRoutes = {
  endpoint: 'server',
  owns: (path) => path === usersPath || path === friendsPath || removed.test(path),
  mount(router, world) {
    router.get(usersPath, (context) => {
      const device = world.findDevice(plexParameter(context, 'X-Plex-Token'))
      if (isRefusal(device)) return refuse(context.req.raw, device)
      const users = guestsOf(world, device).map(({ account, servers }) =>
        xmlElement(
          'User',
          {
            id: account.id,
            title: account.title,
            username: account.username,
            email: account.email,
            thumb: thumbOf(account, new URL(context.req.url).origin),
            protected: account.home?.pin != null,
            home: livesWith(account, device.account),
            restricted: account.managed,
          },
          servers
            .map(({ name, machineIdentifier }) => xmlElement('Server', { machineIdentifier, name, owned: true }))
            .join(''),
        ),
      )
      const size = { friendlyName: 'myPlex', size: users.length, totalSize: users.length }
      return answerXml(xmlElement('MediaContainer', size, users.join('')))
    })
    router.all(usersPath, wrongMethod)

    router.get(friendsPath, (context) => {
      const request = context.req.raw
      const device = world.findDevice(plexParameter(context, 'X-Plex-Token'))
      if (isRefusal(device)) return refuse(request, device)
      const list = guestsOf(world, device)
        .filter(({ account }) => !livesWith(account, device.account))
        .map(({ account, servers }) => ({
          id: account.id,
          uuid: account.uuid,
          title: account.title,
          username: account.username,
          email: account.email,
          friendlyName: account.friendlyName,
          thumb: thumbOf(account, new URL(request.url).origin),
          home: false,
          restricted: false,
          status: 'accepted',
          sharedServers: servers.map(({ name, machineIdentifier }) => ({ name, machineIdentifier })),
        }))
      return send(request, 200, list, xmlList('friends', list))
    })
    router.all(friendsPath, wrongMethod)

    router.use(async (context, next) => {
      if (!removed.test(context.req.path)) return next()
      const fields = { code: 410, status: 'This endpoint was deprecated and removed' }
      return new Response(xmlElement('Response', fields), {
        status: 410,
        headers: { 'Content-Type': 'application/xml; charset=utf-8' },
      })
    })
  },
}

/** With whom somebody shares servers of their own, and which. */
function guestsOf(world: World, { account: owner }: Device) {
  const own = world.servers.all().filter((server) => server.owner === owner.name)
  return world.accounts
    .map((account) => ({ account, servers: own.filter(({ sharedWith }) => sharedWith.includes(account.name)) }))
    .filter(({ servers }) => servers.length > 0)
}
