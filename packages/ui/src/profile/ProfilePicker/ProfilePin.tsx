'use client'

import { readDigits } from '@foyer/client'
import { type FormEvent, type ReactNode, useEffect, useId, useRef } from 'react'
import { englishProfiles } from '../../messages/english.ts'
import { useMessages } from '../../messages/LocalizationProvider.tsx'
import { Spinner } from '../../parts/Spinner.tsx'

const DIGITS = 4

/** Asks for a profile's PIN. Four digits submit themselves, once; what was wrong stays, selected. */
export function ProfilePin(props: {
  isPending: boolean
  error: string | null
  onSubmit: (profilePin: string) => void
  onBack: () => void
}): ReactNode {
  const { isPending, error, onSubmit, onBack } = props
  const messages = useMessages('profiles', englishProfiles)
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  const sent = useRef('')
  // The button that was pressed has made way for the field, and with it the focus has gone.
  useEffect(() => input.current?.focus(), [])
  useEffect(() => {
    if (!error) return
    input.current?.focus()
    input.current?.select()
  }, [error])

  function submit() {
    const pin = input.current?.value ?? ''
    if (isPending || !pin) return
    sent.current = pin
    onSubmit(pin)
  }
  function take() {
    const pin = input.current?.value ?? ''
    if (readDigits(pin)?.length === DIGITS && pin !== sent.current) submit()
    else if (pin !== sent.current) sent.current = ''
  }
  return (
    <form
      method="dialog"
      data-part="profile-pin"
      onSubmit={(event: FormEvent) => {
        event.preventDefault()
        submit()
      }}
    >
      <p role="alert" id={`${id}-error`} className="foyer-problem" data-part="error">
        {error && <span key={error}>{error}</span>}
      </p>
      <div className="foyer-field" data-part="field">
        <label htmlFor={id}>{messages.pin}</label>
        <div className="foyer-code" data-part="code" dir="ltr">
          {/* Not a password of a person's: a browser that keeps those shall not offer to keep this one. */}
          <input
            ref={input}
            id={id}
            name="profilePin"
            type="password"
            inputMode="numeric"
            autoComplete="off"
            aria-invalid={error !== null}
            aria-describedby={`${id}-error`}
            onInput={take}
          />
        </div>
      </div>
      <button type="submit" className="foyer-button" data-part="submit" aria-disabled={isPending}>
        {isPending ? (
          <span key="pending">
            <Spinner /> {messages.pending}
          </span>
        ) : (
          <span key="submit">{messages.submit}</span>
        )}
      </button>
      <div className="foyer-links">
        <button type="button" className="foyer-link" data-part="back" onClick={onBack}>
          {messages.back}
        </button>
      </div>
    </form>
  )
}
