export { createDeadline, type Deadline, type PlexClock, systemClock } from './clock.ts'
export { createPlexClient, type PlexClient, type PlexClientOptions } from './createPlexClient.ts'
export {
  createTokenSource,
  type TokenSource,
  type TokenSourceOptions,
} from './createTokenSource.ts'
export type { DeviceOptions } from './device.ts'
export { getDevices, type PlexDevice, removeDevice } from './devices.ts'
export {
  type AddressOutcome,
  type ConnectionSearch,
  type FindConnectionOptions,
  findConnection,
  type TriedAddress,
} from './findConnection.ts'
export { askForLocalNetwork } from './localNetwork.ts'
export {
  type AccessDenial,
  denyAccess,
  isPlexError,
  PlexError,
  type PlexErrorCode,
  type PlexErrorDetails,
} from './PlexError.ts'
export { onPageActivity, type PageEnvironment, readEnvironment } from './pageActivity.ts'
export {
  approvePin,
  authUrlReturningTo,
  checkPin,
  createPin,
  type LinkPin,
  type Pin,
  type PinCheck,
  type PinKinds,
  type StrongPin,
} from './pin.ts'
export {
  createPinAttempt,
  type PinAttempt,
  type PinAttemptOptions,
} from './pinAttempt.ts'
export type { PinAttemptState, PinConnection } from './pinAttemptState.ts'
export * as pinCallback from './pinCallback.ts'
export { ping } from './ping.ts'
export {
  getProfiles,
  type PlexProfile,
  type ProfileChoice,
  switchProfile,
} from './profile.ts'
export type { CallOptions } from './request.ts'
export { revokeToken } from './revokeToken.ts'
export {
  getServerAccess,
  getServers,
  getServerToken,
  type PlexServer,
  type ServerAccess,
} from './server.ts'
export type { ServerAddress, ServerConnection, ServerReach } from './serverAddress.ts'
export { createTransientToken, getSourceConnection, type SourceConnection } from './serverTokens.ts'
export type { SessionBackend } from './session/backendPersistence.ts'
export { createPlexSession } from './session/createPlexSession.ts'
export type { DeviceKeys, KeptToken, OpenDeviceKeys } from './session/DeviceKeys.ts'
export { onlyMembersOf } from './session/onlyMembersOf.ts'
export type { SessionStore } from './session/ownRecords.ts'
export type { PlexSession, SessionOptions, SessionState } from './session/PlexSession.ts'
export { askForProfile, type ProfileStep, type ProfileStepOptions } from './session/profileStep.ts'
export type { SignedOutReason } from './session/sessionChannel.ts'
export { type Credentials, type PlexGrant, signIn } from './signIn.ts'
export { readSignInCooldown, type SignInCooldown } from './signInCooldown.ts'
export { callApp, createStore, type Store } from './store.ts'
export { readToken, type TokenDetails } from './token.ts'
export { readDigits } from './typedCode.ts'
export { getUser, type PlexUser } from './user.ts'
export { waitForPin } from './waitForPin.ts'
