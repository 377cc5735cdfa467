export { PlexProvider, type PlexProviderProps, usePlexSession } from './PlexProvider.tsx'
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
