'use client'

import { type ReactNode, type RefObject, useId } from 'react'
import { englishProfiles } from '../../messages/english.ts'
import { useMessages } from '../../messages/LocalizationProvider.tsx'
import { PIN_DIGITS, usePinEntry } from './usePinEntry.ts'

const CELLS = Array.from({ length: PIN_DIGITS }, (_, at) => at)
const DIGITS = [...'1234567890']

/**
 * Asks for a profile's PIN by a pad of digits. The cells show how many there are, and never which; the last one submits
 * them, and a refusal clears them.
 */
export function ProfilePinPad(props: {
  /** The screen around it, in which number keys are heard. */
  screen: RefObject<HTMLElement | null>
  isPending: boolean
  problem: string | null
  onSubmit: (profilePin: string) => void
  onBack: () => void
  /** Says whose PIN is wanted. */
  children: ReactNode
}): ReactNode {
  const { screen, isPending, problem, onSubmit, onBack, children } = props
  const messages = useMessages('profiles', englishProfiles)
  const labelId = useId()
  const { count, add, removeLast } = usePinEntry({ screen, isPending, onSubmit })
  const counted = count > 0 ? messages.typed.replace('{count}', String(count)) : ''
  const spoken = isPending ? messages.pending : counted
  return (
    <>
      <div className="foyer-tv-main">
        <div className="foyer-tv-whose">
          {children}
          <p id={labelId} className="foyer-tv-subtitle">
            {messages.pinSubtitle}
          </p>
          <p className="foyer-tv-cells" data-part="code" dir="ltr" aria-hidden="true">
            {CELLS.map((at) => (
              <b key={at} data-filled={at < count || undefined} />
            ))}
          </p>
          <p role="alert" className="foyer-tv-problem" data-part="error">
            {problem && <span key={problem}>{problem}</span>}
          </p>
          <p role="status" className={isPending ? 'foyer-tv-subtitle' : 'foyer-tv-spoken'} data-part="status">
            <span key={spoken}>{spoken}</span>
          </p>
        </div>
        {/* A pad of digits runs from left to right in every language. */}
        {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields, and takes no grid in Chrome 68. */}
        <div className="foyer-tv-pad" data-part="pad" dir="ltr" role="group" aria-labelledby={labelId}>
          {DIGITS.map((digit) => (
            <button
              key={digit}
              type="button"
              className="foyer-tv-button"
              aria-disabled={isPending}
              onClick={() => add(digit)}
            >
              {digit}
            </button>
          ))}
          <button
            type="button"
            className="foyer-tv-button"
            data-part="delete"
            aria-disabled={isPending || count === 0}
            onClick={removeLast}
          >
            {messages.remove}
          </button>
        </div>
      </div>
      <div className="foyer-tv-foot">
        <button type="button" className="foyer-tv-button" data-part="back" onClick={onBack}>
          {messages.back}
        </button>
      </div>
    </>
  )
}
