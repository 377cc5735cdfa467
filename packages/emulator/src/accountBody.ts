import type { Device } from './device.ts'
import { userBody } from './userBody.ts'

/** An account as version 1 tells it, under its own names. */
export function accountBody(device: Device, origin: string) {
  const { id, uuid, username, title, thumb, hasPassword, authToken, subscription, entitlements } = userBody(
    device,
    origin,
  )
  const { active, status, plan, features } = subscription
  const { email, joinedAt, plexPass } = device.account
  return {
    id,
    uuid,
    email,
    joined_at: new Date(joinedAt * 1000).toISOString().replace(/\.\d+Z$/, 'Z'),
    username,
    title,
    thumb,
    hasPassword,
    authToken,
    subscription: { active, status, plan, features },
    roles: { roles: plexPass ? ['plexpass'] : [] },
    entitlements,
  }
}
