import type { Account } from './account.ts'
import { answer, answerXml, refuse } from './answer.ts'
import type { Device } from './device.ts'
import { isRefusal } from './errors.ts'
import { type EndpointRoutes, namesItsClient, plexParameter, wrongMethod } from './route.ts'
import { switchedBody, thumbOf } from './userBody.ts'
import { xmlElement } from './xml.ts'

const usersPath = '/api/v2/home/users'
const switchPath = `${usersPath}/:uuid/switch`
const usersPathV1 = '/api/home/users'
const switchPathV1 = `${usersPathV1}/:id/switch`

export const home: EndpointRoutes = {
  endpoint: 'home',
  owns: (path) => path.startsWith(usersPath) || path.startsWith(usersPathV1),
  mount(router, world) {
    router.get(usersPath, namesItsClient, (context) => {
      const request = context.req.raw
      const device = world.findDevice(plexParameter(context, 'X-Plex-Token'))
      if (isRefusal(device)) return refuse(request, device)
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
      if (isRefusal(device)) return refuse(request, device)
      const switched = world.home.switchTo(
        device,
        ({ uuid }) => uuid === context.req.param('uuid'),
        context.req.query('pin') ?? '',
      )
      if (isRefusal(switched)) return refuse(request, switched)
      return answer(request, 201, 'user', switchedBody(switched, new URL(request.url).origin))
    })

    router.get(usersPathV1, (context) => {
      const device = world.findDevice(plexParameter(context, 'X-Plex-Token'))
      if (isRefusal(device)) return refuse(context.req.raw, device)
      const { origin } = new URL(context.req.url)
      const members = world.home.membersOf(device.account).map((member) => memberElement(member, origin))
      return answerXml(xmlElement('MediaContainer', { size: members.length }, members.join('')))
    })
    router.post(switchPathV1, (context) => {
      const request = context.req.raw
      const device = world.findDevice(plexParameter(context, 'X-Plex-Token'))
      if (isRefusal(device)) return refuse(request, device)
      const switched = world.home.switchTo(
        device,
        ({ id }) => String(id) === context.req.param('id'),
        context.req.query('pin') ?? '',
      )
      if (isRefusal(switched)) return refuse(request, switched)
      return answerXml(switchedElement(switched, new URL(request.url).origin), 201)
    })
    for (const path of [usersPath, switchPath, usersPathV1, switchPathV1]) router.all(path, wrongMethod)
  },
}

/** Somebody of a Home, as recorded. */
function memberBody(account: Account, origin: string) {
  const { id, uuid, title, friendlyName, username, email, managed, password, home } = account
  return {
    id,
    uuid,
    title,
    username: username || null,
    email,
    friendlyName,
    thumb: thumbOf(account, origin),
    hasPassword: password !== null,
    restricted: managed,
    restrictionProfile: managed ? 'little_kid' : null,
    admin: home?.admin ?? false,
    guest: false,
    protected: home?.pin != null,
  }
}

/** The same as version 1 has it, whose members are told apart by number. */
function memberElement(account: Account, origin: string): string {
  const { id, uuid, admin, guest, restricted, protected: hasPin, ...rest } = memberBody(account, origin)
  const { title, username, email, thumb, hasPassword, restrictionProfile } = rest
  const first = { id, uuid, admin, guest, restricted, protected: hasPin, title, username, email, thumb, hasPassword }
  return xmlElement('User', { ...first, ...(restrictionProfile && { restrictionProfile }) })
}

/** Of whom version 1 switches to, little is known but where their token is. */
function switchedElement({ account, token }: Device, origin: string): string {
  const { id, uuid, title, username, email } = account
  return xmlElement('user', {
    id,
    uuid,
    title,
    username,
    email,
    thumb: thumbOf(account, origin),
    authenticationToken: token,
  })
}
