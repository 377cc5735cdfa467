import type { Messages } from './messages.ts'

// The messages are exported part by part, so that a bundle holds only those of the components that it has.

// A message says what went wrong, and what helps. It never says "try again": the button below says that, in its own
// words and perhaps with a time.
export const englishError: Messages['error'] = {
  'invalid-credentials': 'That login and password don’t match. Check both.',
  'email-required': 'This account signs in with its e-mail address. Type that instead of the username.',
  'verification-required': 'Your account also needs a verification code.',
  'verification-invalid': 'That code was not right. Use the newest one from your app; a recovery code works only once.',
  'address-locked':
    'Too many sign-ins failed, so Plex has paused sign-in from this network. If it stays paused, another network may help, such as mobile data.',
  'rate-limited': 'Plex is getting too many requests from your network, and asks for a short pause.',
  unauthorized: 'You are no longer signed in.',
  'token-expired': 'Your sign-in has expired.',
  'device-key-lost': 'This browser has lost what kept you signed in. Sign in again to go on.',
  'device-key-unknown': 'Plex no longer knows this device. Sign in again to go on.',
  'device-key-taken': 'Plex could not add this device. Sign in once more.',
  'pin-not-found': 'That code is wrong, or it has expired.',
  'profile-pin-required': 'This profile has a PIN. Enter its four digits.',
  'profile-pin-invalid': 'That PIN was not right. Whoever manages your Plex Home can change it.',
  forbidden: 'Plex does not allow this here. A VPN or a company network can be the reason: use another network.',
  'not-found': 'Plex could not find what this app asked for.',
  network: 'Plex can’t be reached. Check your connection.',
  timeout: 'Plex took too long to answer.',
  'unexpected-response':
    'Something answered instead of Plex, perhaps the Wi-Fi’s own welcome page. Get past that page first: opening any website shows it.',
  server: 'Plex is having trouble, and it isn’t you. It usually passes within a few minutes.',
  storage:
    'Your browser doesn’t let this page save data. Allow cookies for it in the browser’s settings, or sign in another way.',
  backend: 'Plex accepted you, but this app has a problem of its own. If it stays, tell the people who run the app.',
  'access-denied': 'Your Plex account works, but it can’t use this app. Ask the people who run it to let you in.',
  misuse: 'This app made a mistake. Please tell the people who run it.',
  rejected: 'Plex did not accept this. If it keeps happening, tell the people who run this app.',
}

export const englishSignIn: Messages['signIn'] = {
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
  passwordDropped: 'That took a while, so your password was cleared to keep it safe. Enter it again.',
  done: 'Signed in as {name}.',
}

export const englishSession: Messages['session'] = {
  revoked: 'You have been signed out. Sign in again to go on.',
  keyLost:
    'This browser has lost what kept you signed in, perhaps because its data was cleared. Sign in again to go on.',
}

export const englishDenied: Messages['denied'] = {
  title: 'No access',
  anotherAccount: 'Use another account',
}

export const englishVerification: Messages['verification'] = {
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

export const englishPin: Messages['pin'] = {
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
  lost: 'Waiting for Plex. If you closed its window before you were done, open it again.',
  openAgain: 'Open it again',
  external: 'Sign in on Plex’s page, then come back here.',
  openExternal: 'Open Plex',
  unavailable: 'Plex can’t be opened from here. Sign in another way, or open this page in its own browser tab.',
  approved: 'Signing in…',
  tooLong: 'That took too long, so Plex stopped waiting.',
  tryAgain: 'Try again',
}

export const englishLink: Messages['link'] = {
  instead: 'Sign in with a code',
  hint: 'Open {url}, here or on another device, and enter this code.',
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

export const englishAccount: Messages['account'] = {
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

export const englishServers: Messages['servers'] = {
  title: 'Choose a server',
  loading: 'Looking for your servers',
  reload: 'Look again',
  reloading: 'Looking…',
  empty: 'There is no server for you yet.',
  emptyHelp: 'If somebody wants to share theirs, they invite {name} on Plex. Then look again.',
  nameless: 'Plex server',
  owner: 'Yours',
  home: 'Your Plex Home’s',
  shared: 'Shared by {name}',
  sharedBySomebody: 'Shared with you',
  online: 'Online',
  lastSeen: 'Last seen {date}',
  offline: 'Offline',
  searching: 'Looking for {name}…',
  asking: 'Your browser asks whether this page may reach your network. Choose “Allow” there.',
  reached: {
    local: '{name} is connected in your network.',
    remote: '{name} is connected over the internet.',
    relay: '{name} is connected through Plex’s relay, which is slow.',
  },
  unreachable: '{name} can’t be reached from here.',
  unreachableHelp: 'See that it is on, and that this device is online. Then try again.',
  insecure:
    'It takes no secure connections, and this page may open no others. Its owner can allow them in its settings.',
  tryAgain: 'Try again',
  permission: 'To look for it in your own network, this page needs your leave. Your browser will ask.',
  allow: 'Look in my network',
  permissionDenied: 'This page may not look in your network. You can change that in your browser’s settings for it.',
  notMemberTitle: 'This server isn’t shared with you',
  notMember: 'Ask its owner to share it with {name} on Plex. Then look again.',
}

export const englishAccountMenu: Messages['accountMenu'] = {
  button: 'Account: {name}',
  loading: 'Opening the menu',
  missing: 'The menu could not be loaded. Check your connection and press the button again, or reload the page.',
  switchProfile: 'Switch profile',
  server: 'Server: {name}',
  chooseServer: 'Choose a server',
}

export const englishProfiles: Messages['profiles'] = {
  title: 'Who’s watching?',
  loading: 'Loading profiles',
  reload: 'Try again',
  current: 'Watching now',
  pinWanted: 'PIN',
  pinTitle: 'PIN of {name}',
  pinSubtitle: 'Enter the four digits of this profile.',
  pin: 'Profile PIN',
  submit: 'Continue',
  pending: 'Checking…',
  back: 'Choose another profile',
  switching: 'One moment…',
  remove: 'Delete',
  typed: '{count} of 4 digits',
}

export const englishConnection: Messages['connection'] = {
  ok: null,
  offline: 'This device is offline. Signing in goes on by itself once it is back online.',
  unreachable: 'Plex can’t be reached just now. Still trying.',
  'rate-limited': 'Plex is busy, so this takes a little longer.',
  forgotten: 'Plex doesn’t know this code any more. A new one comes by itself.',
}
