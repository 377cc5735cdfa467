import type { Words } from './words.ts'

// English, a part a room: a bundle holds only the words that it shows.

export const error: Words['error'] = {
  'invalid-credentials': 'That login and password don’t match. Check both, then try again.',
  'email-required': 'This account signs in with its e-mail address. Type that instead of the username.',
  'verification-required': 'Your account asks for a verification code. Enter your password again, then the code.',
  'verification-invalid': 'That code was not right. It may have just changed: try the one showing now.',
  'address-locked':
    'Plex has paused sign-in from this network after too many failed tries. Wait a while, or use another network.',
  'rate-limited': 'Plex is getting too many requests from here. Wait a moment, then try again.',
  unauthorized: 'You were signed out. Sign in again.',
  'token-expired': 'Your sign-in has run out. Sign in again.',
  'pin-not-found': 'That code has expired. Get a new one.',
  'profile-pin-invalid': 'That PIN was not right. Try again.',
  'key-unknown': 'Plex no longer knows this device. Sign in again.',
  'key-taken': 'Plex already knows this device. Sign in again.',
  forbidden: 'Plex does not allow this here. A VPN or a company network can be the reason: try another.',
  'not-found': 'Plex could not find that.',
  network: 'Plex can’t be reached. Check your connection, then try again.',
  timeout: 'Plex took too long to answer. Try again.',
  'unexpected-response':
    'Something between you and Plex answered instead, a Wi-Fi sign-in page perhaps. Deal with that, then try again.',
  server: 'Plex is having trouble, and it isn’t you. Try again in a few minutes.',
  storage: 'Your browser keeps nothing for this page. Allow it to, or sign in another way.',
  backend: 'Plex said yes, but this app’s own server did not. Try again, or tell the people who run it.',
  misuse: 'This app made a mistake. Please tell the people who run it.',
  rejected: 'Plex did not accept that. Try again.',
}

export const signIn: Words['signIn'] = {
  title: 'Sign in to {product}',
  subtitle: 'With your Plex account',
  login: 'E-mail or username',
  password: 'Password',
  forgotPassword: 'Forgot it?',
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
  revoked: 'Your sign-in has ended at Plex. Sign in again to go on.',
  done: 'Signed in as {name}.',
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
  button: 'Continue in a Plex window',
  orPassword: 'or with a password',
  opening: 'Opening Plex…',
  open: 'Finish in the Plex window.',
  showWindow: 'Show it',
  cancel: 'Cancel',
  blocked: 'Your browser blocked the window.',
  continueHere: 'Continue in this tab',
  lost: 'Finish in the Plex window. Closed it?',
  openAgain: 'Open it again',
  apart: 'Finish in Plex, then come back here.',
  openApart: 'Open Plex',
  approved: 'Signing in…',
  tooLong: 'That took too long.',
  tryAgain: 'Try again',
}

export const link: Words['link'] = {
  instead: 'Sign in with a code',
  title: 'Link this TV',
  subtitle: '{product} on {device}',
  open: 'On your phone or computer, open {url}',
  signIn: 'Sign in, if it asks',
  enter: 'Enter this code',
  orScan: 'Or scan this',
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
  offline: 'You are offline. This goes on when you are back.',
  unreachable: 'Plex can’t be reached just now. Still trying.',
  'rate-limited': 'Plex asks us to slow down. Still trying.',
  forgotten: 'Plex doesn’t recognise this code. A new one is on its way.',
}
