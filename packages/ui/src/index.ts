export { LocalizationProvider, type LocalizationProviderProps } from './messages/LocalizationProvider.tsx'
export type { CardSlots } from './parts/CardHead.tsx'
export type { Styled } from './parts/classNames.ts'
export { LinkCard, type LinkCardProps, LinkCardView, type LinkCardViewProps } from './pin/LinkCard/LinkCard.tsx'
export {
  LinkScreen,
  type LinkScreenProps,
  LinkScreenView,
  type LinkScreenViewProps,
} from './pin/LinkScreen/LinkScreen.tsx'
export type { PinSignInProps } from './pin/PinSignInProps.ts'
export {
  SignInButton,
  type SignInButtonProps,
  SignInButtonView,
  type SignInButtonViewProps,
} from './pin/SignInButton/SignInButton.tsx'
export {
  ProfilePicker,
  type ProfilePickerProps,
  ProfilePickerView,
  type ProfilePickerViewProps,
} from './profile/ProfilePicker/ProfilePicker.tsx'
export {
  ProfileScreen,
  type ProfileScreenProps,
  ProfileScreenView,
  type ProfileScreenViewProps,
} from './profile/ProfileScreen/ProfileScreen.tsx'
export { MembersOnly, type MembersOnlyProps } from './server/MembersOnly/MembersOnly.tsx'
export {
  ServerPicker,
  type ServerPickerProps,
  ServerPickerView,
  type ServerPickerViewProps,
} from './server/ServerPicker/ServerPicker.tsx'
export { AccessDenied, type AccessDeniedProps } from './sign-in/AccessDenied/AccessDenied.tsx'
export { PlexSignIn, type PlexSignInProps, type SignInMethod } from './sign-in/PlexSignIn/PlexSignIn.tsx'
export { SignInForm, type SignInFormProps } from './sign-in/SignInForm/SignInForm.tsx'
export { VerificationForm, type VerificationFormProps } from './sign-in/VerificationForm/VerificationForm.tsx'
export {
  AccountCard,
  type AccountCardProps,
  AccountCardView,
  type AccountCardViewProps,
} from './user/AccountCard/AccountCard.tsx'
export {
  AccountMenu,
  type AccountMenuItem,
  type AccountMenuProps,
  AccountMenuView,
  type AccountMenuViewProps,
} from './user/AccountMenu/AccountMenu.tsx'
export { Show, type ShowProps } from './user/Show/Show.tsx'
