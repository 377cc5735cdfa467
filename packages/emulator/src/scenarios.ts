import type { Account, PersonName } from './account.ts'
import { createAccount, hashedPinFrom, otpSecretFrom, recoveryCodesFrom } from './createAccount.ts'

type Own = Pick<Account, 'note' | 'username' | 'title' | 'country' | 'joinedAt'> & Partial<Account>

/** Eight people, each for one way in which signing in can go. */
function everyone(seed: number): Seeded[] {
  return [
    person(seed, 'plain', {
      note: 'password only',
      username: 'ada',
      title: 'Ada Lovelace',
      country: 'GB',
      joinedAt: 1449878400,
    }),
    person(seed, 'twoFactor', {
      note: 'asks for a verification code',
      username: 'tomas.vidal',
      title: 'Tomás Vidal',
      country: 'ES',
      joinedAt: 1512086400,
      otpSecret: otpSecretFrom(seed, 'twoFactor'),
      recoveryCodes: recoveryCodesFrom(seed, 'twoFactor'),
    }),
    person(seed, 'plexPass', {
      note: 'Plex Pass, admin of a Home, Home PIN',
      username: 'noura',
      title: 'نورا حداد',
      country: 'JO',
      joinedAt: 1325376000,
      plexPass: true,
      home: { id: 0, size: 2, admin: true, pin: '4071', hashedPin: hashedPinFrom(seed, 'plexPass') },
    }),
    person(seed, 'managed', {
      note: 'in that Home; no e-mail, no password',
      username: '',
      title: 'Pip 🦊',
      country: 'JO',
      joinedAt: 1640995200,
      email: null,
      password: null,
      managed: true,
      home: { id: 0, size: 2, admin: false, pin: null, hashedPin: null },
    }),
    person(seed, 'emailOnly', {
      note: 'signs in by e-mail address only; no avatar',
      username: 'ingrid',
      title: 'Ingrid Solberg',
      country: 'NO',
      joinedAt: 1577836800,
      emailOnly: true,
      otherThumb: '',
    }),
    person(seed, 'passwordless', {
      note: 'signed up with Google: has no password',
      username: 'marlow',
      title: 'Marlow Okafor',
      country: 'NG',
      joinedAt: 1688169600,
      password: null,
    }),
    person(seed, 'locked', {
      note: 'every attempt meets the address lock-out',
      username: 'wren',
      title: 'Wren Castellane',
      country: 'FR',
      joinedAt: 1546300800,
      locked: true,
    }),
    person(seed, 'uninvited', {
      note: 'password only; for an app that lets not everybody in',
      username: 'otto',
      title: 'Otto Lindqvist',
      country: 'SE',
      joinedAt: 1714521600,
    }),
  ]
}

type Seeded = Account & { readonly name: PersonName }

function person(seed: number, name: PersonName, own: Own): Seeded {
  const login = own.username.split('.')[0]
  // The address is such that nobody would take it for a real one, nor use it.
  return {
    ...createAccount(seed, { email: `${login}@example.com`, password: `${login}-demo-password`, ...own, name }),
    name,
  }
}

// A name may hold a right-to-left override, an unclosed isolate, zero-width characters, markup, and no place to wrap
// at.
const hostile: Record<PersonName, Pick<Account, 'title' | 'otherThumb'>> = {
  plain: { title: '<img src=x onerror=alert(1)></script>', otherThumb: 'javascript:alert(1)' },
  twoFactor: { title: 'Tomás \u202Egnp.elif', otherThumb: '//elsewhere.example/avatar.png' },
  plexPass: { title: 'N\u200Bo\u200Du\u2067ra', otherThumb: 'https://plex.tv@elsewhere.example/avatar.png' },
  managed: { title: '👩‍👩‍👧‍👦'.repeat(12), otherThumb: 'data:image/svg+xml,<svg/>' },
  emailOnly: { title: 'Ingrid'.repeat(40), otherThumb: 'not a URL' },
  passwordless: { title: '   ', otherThumb: 'http://user:secret@plex.tv/avatar' },
  locked: { title: '{{constructor}} & "quotes" \'too\'' },
  uninvited: { title: '\u0000\u001b[31m\r\n\tOtto' },
}

/** The named worlds: from a seed to the accounts in it. */
export const scenarios = {
  everyone,
  'hostile-names': (seed: number) => everyone(seed).map((account) => ({ ...account, ...hostile[account.name] })),
}

/**
 * `everyone`: the eight people as they are. `hostile-names`: the same people and logins, with names and avatars made to
 * break a page (markup, direction overrides, no spaces, `javascript:`).
 */
export type ScenarioName = keyof typeof scenarios
