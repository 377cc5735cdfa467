export { PlexProvider, type PlexProviderProps, usePlexSession } from './PlexProvider.tsx'
export { isMethodAvailable } from './pin/isMethodAvailable.ts'
export type { AuthWindowStatus, LinkState, PinStates, PopupState, RedirectState } from './pin/pinState.ts'
export { type PinMethods, type UsePlexPinOptions, type UsePlexPinResult, usePlexPin } from './pin/usePlexPin.ts'
export type { ProfilesState } from './profile/profilesState.ts'
export { type UsePlexProfilesResult, usePlexProfiles } from './profile/usePlexProfiles.ts'
export { type ConnectionState, isPermissionWanted } from './server/connectionState.ts'
export type { ServersState } from './server/serversState.ts'
export { type UsePlexConnectionResult, usePlexConnection } from './server/usePlexConnection.ts'
export { type UsePlexServersResult, usePlexServers } from './server/usePlexServers.ts'
export type { Attempt, SignInField, SignInState } from './sign-in/signInState.ts'
export {
  type SignInActions,
  type UsePlexSignInOptions,
  type UsePlexSignInResult,
  usePlexSignIn,
} from './sign-in/usePlexSignIn.ts'
export { type Countdown, usePlexCountdown } from './usePlexCountdown.ts'
export { type UsePlexUserResult, usePlexUser } from './user/usePlexUser.ts'
export type { UserState } from './user/userState.ts'
