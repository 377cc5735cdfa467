import type { Account } from './account.ts'
import type { Device } from './device.ts'

const fortnight = 14 * 24 * 60 * 60
const everyFeature = ['companions_sonos', 'hardware_transcoding', 'lyrics', 'sync', 'trailers']

/** Where somebody's picture is. */
export const thumbOf = ({ otherThumb, uuid, joinedAt }: Account, origin: string): string =>
  otherThumb ?? `${origin}/users/${uuid}/avatar?c=${joinedAt}`

/**
 * The user object that signing in and `GET /api/v2/user` both answer with, secrets and oddities included, as recorded.
 */
export function userBody({ account, token, since }: Device, origin: string) {
  const { email, home, managed, plexPass, uuid, joinedAt, otpSecret } = account
  return {
    id: account.id,
    uuid,
    username: account.username,
    title: account.title,
    email: email ?? '',
    friendlyName: account.friendlyName,
    locale: null,
    confirmed: !managed,
    joinedAt,
    emailOnlyAuth: account.emailOnly,
    hasPassword: account.password !== null,
    protected: home?.hashedPin != null,
    thumb: thumbOf(account, origin),
    authToken: token,
    mailingListStatus: managed ? null : 'unsubscribed',
    mailingListActive: false,
    scrobbleTypes: '',
    country: account.country,
    subscription: {
      active: plexPass,
      subscribedAt: plexPass ? '2019-03-04T10:00:00Z' : null,
      status: plexPass ? 'Active' : 'Inactive',
      paymentService: plexPass ? 'braintree' : null,
      plan: plexPass ? 'lifetime' : null,
      features: plexPass ? everyFeature : everyFeature.slice(0, 1),
    },
    subscriptionDescription: plexPass ? 'Lifetime Plex Pass' : null,
    restricted: managed,
    anonymous: false,
    ...(managed && {
      restrictionProfile: 'little_kid',
      customRestrictions: { all: null, movies: null, music: null, photos: null, television: null },
    }),
    home: home !== null,
    guest: false,
    homeSize: home?.size ?? 1,
    homeAdmin: home?.admin ?? false,
    maxHomeSize: 15,
    certificateVersion: 3,
    rememberExpiresAt: managed ? null : Math.floor(since / 1000) + fortnight,
    profile: {
      autoSelectAudio: true,
      defaultAudioLanguage: null,
      // plex.tv has sent lists here, then null, and since 2026 this: it is why answers want tolerant reading.
      defaultAudioLanguages: 'en,sv',
      defaultSubtitleLanguage: null,
      defaultSubtitleLanguages: null,
      autoSelectSubtitle: 0,
      defaultSubtitleAccessibility: 0,
      defaultSubtitleForced: 0,
      watchedIndicator: 1,
      mediaReviewsVisibility: 0,
      mediaReviewsLanguages: null,
    },
    entitlements: [],
    ...(plexPass && { roles: ['plexpass'] }),
    ...(home?.hashedPin && { pin: home.hashedPin }),
    subscriptions: [],
    pastSubscriptions: [],
    trials: [],
    services: [
      {
        identifier: 'metadata-dev',
        endpoint: 'https://metadata.example',
        status: 'online',
        token: `service-token-${uuid}`,
        secret: `service-secret-${uuid}`,
      },
      { identifier: 'epg', endpoint: 'https://epg.example', status: 'online', token: null, secret: null },
    ],
    queueEmail: managed ? '' : `queue+${uuid}@save.example`,
    queueUid: managed ? '' : uuid,
    adsConsent: null,
    adsConsentSetAt: null,
    adsConsentReminderAt: null,
    experimentalFeatures: false,
    twoFactorEnabled: otpSecret !== null,
    backupCodesCreated: otpSecret !== null,
    attributionPartner: null,
  }
}

/** The same where a switch of profile answers with it, which was seen to tell less. */
export function switchedBody(device: Device, origin: string) {
  const {
    subscriptions: _s,
    pastSubscriptions: _p,
    trials: _t,
    rememberExpiresAt: _r,
    ...seen
  } = userBody(device, origin)
  return seen
}
