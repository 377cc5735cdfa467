import type { Pin } from './createPins.ts'

// plex.tv sends where the address of whoever made the pin is thought to be. Nobody here is anywhere.
const location = {
  code: 'GB',
  european_union_member: false,
  continent_code: 'EU',
  country: 'United Kingdom',
  city: 'London',
  time_zone: 'Europe/London',
  postal_code: 'EC1A 1BB',
  in_privacy_restricted_country: false,
  in_privacy_restricted_region: false,
  subdivisions: 'England',
  coordinates: '51.51, -0.12',
}

const instant = (ms: number) => new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z')

/** What making a pin and looking at it both answer with, location and all, as recorded. */
export function pinBody(pin: Pin, now: number, origin: string) {
  return {
    id: pin.id,
    code: pin.code,
    product: pin.product,
    trusted: false,
    qr: `${origin}/api/v2/pins/qr/${pin.code}`,
    clientIdentifier: pin.clientIdentifier,
    location,
    expiresIn: Math.ceil((pin.expiresAt - now) / 1000),
    createdAt: instant(pin.createdAt),
    expiresAt: instant(pin.expiresAt),
    authToken: pin.token,
    // The field is null as long as the token is, and false after that, for nobody signs up here.
    newRegistration: pin.token === null ? null : false,
  }
}
