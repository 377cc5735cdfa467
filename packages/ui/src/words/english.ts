import type { Words } from './words.ts'

// English, a part a room: a bundle holds only the words that it shows.

// What went wrong, and what helps. Never "try again": that is on the button below, in its own words, with a time perhaps.
export const error: Words['error'] = {
  'invalid-credentials': 'That login and password don’t match. Check both.',
  'email-required': 'This account signs in with its e-mail address. Type that instead of the username.',
  'verification-required': 'Your account asks for a verification code. Enter your password again, then the code.',
  'verification-invalid': 'That code was not right. It may have just changed: use the one showing now.',
  'address-locked':
    'Plex has paused sign-in from this network after too many failed attempts. Another network, such as mobile data, still works.',
  'rate-limited': 'Plex is getting too many requests from here, and asks for a pause.',
  unauthorized: 'You were signed out. Sign in again.',
  'token-expired': 'Your sign-in has run out. Sign in again.',
  'pin-not-found': 'That code has expired. Get a new one.',
  'profile-pin-invalid': 'That PIN was not right.',
  'key-unknown': 'Plex no longer knows this device. Sign in again.',
  'key-taken': 'Plex already knows this device. Sign in again.',
  forbidden: 'Plex does not allow this here. A VPN or a company network can be the reason: use another network.',
  'not-found': 'Plex could not find that.',
  network: 'Plex can’t be reached. Check your connection.',
  timeout: 'Plex took too long to answer.',
  'unexpected-response':
    'Something between you and Plex answered instead, perhaps a Wi-Fi sign-in page. Open any website to get past it first.',
  server: 'Plex is having trouble, and it isn’t you. It usually passes within a few minutes.',
  storage: 'Your browser doesn’t let this page store anything. Allow it in the settings, or sign in another way.',
  backend: 'Plex said yes, but this app’s own server failed. If it goes on failing, tell the people who run the app.',
  'access-denied': 'Your Plex account works, but you don’t have access to this app. Ask the people who run it.',
  misuse: 'This app made a mistake. Please tell the people who run it.',
  rejected: 'Plex did not accept that.',
}

export const signIn: Words['signIn'] = {
  title: 'Sign in to {product}',
  subtitle: 'With your Plex account',
  login: 'E-mail or username',
  password: 'Password',
  forgotPassword: 'Forgot password?',
  show: 'Show',
  hide: 'Hide',
  showPassword: 'Show password',
  hidePassword: 'Hide password',
  capsLock: 'Caps lock is on',
  rememberMe: 'Stay signed in on this device',
  submit: 'Sign in',
  pending: 'Signing in…',
  wait: 'Try again in {time}',
  passwordDropped: 'That took a while, so your password was dropped to be safe. Enter it again.',
  done: 'Signed in as {name}.',
}

export const session: Words['session'] = {
  revoked: 'Plex has ended your session. Sign in again to go on.',
}

export const denied: Words['denied'] = {
  title: 'No access yet',
  anotherAccount: 'Use another account',
}

export const verification: Words['verification'] = {
  title: 'Check your authenticator',
  subtitle: 'Enter the six-digit code for {login}.',
  code: 'Verification code',
  submit: 'Continue',
  pending: 'Checking…',
  useRecoveryCode: 'Use a recovery code',
  recoveryTitle: 'Use a recovery code',
  recoverySubtitle: 'Enter one of the codes you saved when you turned two-factor on for {login}.',
  recoveryCode: 'Recovery code',
  useAuthenticator: 'Use your authenticator',
  back: 'Start again',
}

export const pin: Words['pin'] = {
  button: 'Sign in with Plex',
  buttonHere: 'Use this tab instead',
  orPassword: 'or with a password',
  opening: 'Opening Plex…',
  open: 'Finish in the Plex window.',
  showWindow: 'Show the window',
  cancel: 'Cancel',
  blocked: 'Your browser blocked the Plex window.',
  continueHere: 'Continue in this tab',
  stuck: 'Your browser blocked the Plex window. Allow pop-ups for this page, then open it again.',
  lost: 'Finish in the Plex window. If you closed it, open it again.',
  openAgain: 'Open it again',
  apart: 'Finish in Plex, then come back here.',
  openApart: 'Open Plex',
  unavailable: 'Plex can’t be opened from this page.',
  approved: 'Signing in…',
  tooLong: 'That took too long, so Plex stopped waiting.',
  tryAgain: 'Try again',
}

export const link: Words['link'] = {
  instead: 'Sign in with a code',
  hint: 'On your phone or another computer, open {url} and enter this code.',
  scan: 'Or scan this with your phone',
  title: 'Link this TV',
  subtitle: '{product} on {device}',
  open: 'On your phone or computer, open {url}',
  signIn: 'Sign in, if it asks',
  enter: 'Enter this code',
  orScan: 'Or scan this with your phone',
  waiting: 'Waiting for you to enter the code',
  newCodeIn: 'New code in {time}',
  newCode: 'Get a new code',
  creating: 'Getting a code',
  approved: 'Signing in…',
  expired: 'The code has expired.',
  done: 'Signed in as {name}.',
  back: 'Back',
  spoken: 'The code is {code}',
}

export const account: Words['account'] = {
  pending: 'Loading your account',
  nameless: 'Plex user',
  plexPass: 'Plex Pass',
  homeAdmin: 'Home admin',
  twoFactor: 'Two-factor on',
  managed: 'Managed profile',
  guest: 'Guest',
  stale: 'Plex can’t be reached. This is what we last knew.',
  signOut: 'Sign out',
}

export const connection: Words['connection'] = {
  ok: null,
  offline: 'You are offline. Signing in goes on as soon as you are online again.',
  unreachable: 'Plex can’t be reached just now. Still trying.',
  'rate-limited': 'Plex asks us to slow down. Still trying.',
  forgotten: 'Plex doesn’t recognise this code. A new one is on its way.',
}
