import { PlexProvider, usePlexSignIn } from '@foyer/hooks'
import { act, render, screen } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import { en } from '../../messages/en.ts'
import { sessionAtEmulator } from '../../testing/sessionAtEmulator.ts'
import { SignInForm, type SignInFormProps } from './SignInForm.tsx'

const box = () => screen.queryByLabelText<HTMLInputElement>(en.signIn.rememberMe)

function Form(props: Omit<SignInFormProps, 'signIn'>) {
  const signIn = usePlexSignIn()
  return signIn.step === 'credentials' ? <SignInForm signIn={signIn} {...props} /> : null
}

function open(props: Omit<SignInFormProps, 'signIn'>) {
  const { session } = sessionAtEmulator()
  const form = (props: Omit<SignInFormProps, 'signIn'>) => (
    <PlexProvider session={session}>
      <Form {...props} />
    </PlexProvider>
  )
  const { rerender } = render(form(props))
  return { again: (props: Omit<SignInFormProps, 'signIn'>) => rerender(form(props)) }
}

test('tells whether somebody will be remembered at first and on each change, and no more often', () => {
  const told: boolean[] = []
  const { again } = open({ onRememberMe: (rememberMe) => told.push(rememberMe) })
  again({ onRememberMe: (rememberMe) => told.push(rememberMe) })
  expect(told).toEqual([true])
  act(() => box()?.click())
  again({ onRememberMe: (rememberMe) => told.push(rememberMe) })
  expect(told).toEqual([true, false])
})

test('asks for nothing, and tells nothing, where the app has decided', () => {
  const onRememberMe = vi.fn()
  open({ askRememberMe: false, onRememberMe })
  expect(box()).toBeNull()
  expect(onRememberMe).not.toHaveBeenCalled()
})
