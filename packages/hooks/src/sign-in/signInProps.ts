import type { ComponentProps, FormEvent } from 'react'
import type { SignInField, SignInState } from './signInState.ts'

type FormProps = Pick<ComponentProps<'form'>, 'method' | 'onSubmit' | 'aria-busy'>
type InputProps = { id: string; name: string } & Pick<
  ComponentProps<'input'>,
  | 'type'
  | 'autoComplete'
  | 'autoCapitalize'
  | 'inputMode'
  | 'spellCheck'
  | 'required'
  | 'readOnly'
  | 'hidden'
  | 'defaultValue'
  | 'aria-invalid'
  | 'aria-describedby'
>
/** Props for a checkbox, and for a component that has one in it. */
interface CheckboxProps {
  id: string
  name: string
  type: 'checkbox'
  defaultChecked: boolean
}
interface CommonProps {
  /** Goes on `<form>`. */
  form: FormProps
  /** Goes on the submitting `<button>`, which is never `disabled`: that would drop the focus. */
  submit: { type: 'submit' } & Pick<ComponentProps<'button'>, 'aria-disabled'>
  /** Goes on the element that says what went wrong; render it always, empty while there is nothing to say. */
  error: { id: string; role: 'alert'; tabIndex: -1 }
}

/** A state with the props for its step's elements. All inputs are uncontrolled, and read when the form is submitted. */
export type PropsOf<S> = S extends { step: 'credentials' }
  ? S & { props: CommonProps & { login: InputProps; password: InputProps; rememberMe: CheckboxProps } }
  : S extends { step: 'verification' }
    ? S & {
        props: CommonProps & {
          /** Goes on a hidden input, which tells a password manager whose code this is. */
          username: InputProps
          verificationCode: InputProps
        }
      }
    : S

/** What the props need beside the state. */
export interface SignInPropsInput {
  /** Is unique on the page: ids of elements begin with it. */
  id: string
  login: string
  rememberMe: boolean
  onSubmit(event: FormEvent<HTMLFormElement>): void
}

/** Gives the id of a field, or of the error. */
export const elementId = (id: string, name: SignInField | 'username' | 'rememberMe' | 'error') => `${id}-${name}`

export function signInProps(
  state: SignInState,
  { id, login, rememberMe, onSubmit }: SignInPropsInput,
): PropsOf<SignInState> {
  if (state.step === 'done' || state.step === 'denied') return state
  const failed = state.status === 'error' ? state : null
  const input = (name: SignInField | 'username', props: Partial<InputProps>): InputProps => ({
    id: elementId(id, name),
    name,
    type: 'text',
    autoCapitalize: 'none',
    spellCheck: false,
    ...(failed?.field === name && { 'aria-invalid': true, 'aria-describedby': elementId(id, 'error') }),
    ...props,
  })
  const common: CommonProps = {
    // A form that is submitted before its script has loaded must not put its fields into the URL. This method sends
    // nothing.
    form: { method: 'dialog', onSubmit, 'aria-busy': state.status === 'pending' },
    submit: { type: 'submit', 'aria-disabled': state.status === 'pending' || Boolean(failed?.cooldown) },
    error: { id: elementId(id, 'error'), role: 'alert', tabIndex: -1 },
  }
  if (state.step === 'credentials') {
    return {
      ...state,
      props: {
        ...common,
        login: input('login', { autoComplete: 'username', inputMode: 'email', required: true, defaultValue: login }),
        password: input('password', { type: 'password', autoComplete: 'current-password', required: true }),
        rememberMe: {
          id: elementId(id, 'rememberMe'),
          name: 'rememberMe',
          type: 'checkbox',
          defaultChecked: rememberMe,
        },
      },
    }
  }
  return {
    ...state,
    props: {
      ...common,
      username: input('username', { autoComplete: 'username', defaultValue: login, readOnly: true, hidden: true }),
      verificationCode: input('verificationCode', {
        autoComplete: 'one-time-code',
        inputMode: 'numeric',
        required: true,
      }),
    },
  }
}
