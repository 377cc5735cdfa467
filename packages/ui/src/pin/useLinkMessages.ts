import type { UsePlexPinResult } from '@foyer/hooks'
import { connection, link as english, error } from '../messages/english.ts'
import { useMessages } from '../messages/LocalizationProvider.tsx'
import { explain } from '../messages/messages.ts'

/** What a link pin's state is in words, on whatever shows it. */
export function useLinkMessages(pin: UsePlexPinResult<'link'>) {
  const says = useMessages('link', english)
  const errors = useMessages('error', error)
  const holds = useMessages('connection', connection)
  const code = pin.status === 'waiting' ? pin.code : null
  const hold = 'connection' in pin ? holds[pin.connection] : null
  return {
    says,
    code,
    /** A place for each glyph, so that the code's room is kept while there is none. */
    places: [...(code ?? '    ')].map((_, place) => place),
    /** The code as it is read aloud; null while there is none. */
    spoken: code && says.spoken.replace('{code}', [...code].join(' ')),
    /** What is going on, or wrong. */
    text: textOf(),
    isHeldUp: hold !== null,
    /** The address as one reads it out: without `https://` and `www.`. */
    address: (pin.status === 'waiting' ? pin.url : 'plex.tv/link').replace(/^https?:\/\/(www\.)?/, ''),
    /** When the next code comes; null while there is none, or when this one is dead already. */
    expires: pin.status === 'waiting' && pin.connection !== 'forgotten' ? pin.expires : null,
    isUnderWay: pin.status === 'creating' || pin.status === 'waiting',
    /** Whether it goes on only when somebody asks for another code. */
    hasStopped: /^(expired|error|denied)$/.test(pin.status) || (pin.status === 'approved' && hold !== null),
  }

  function textOf(): string {
    switch (pin.status) {
      case 'creating':
        return says.creating
      case 'waiting':
        return hold ?? says.waiting
      case 'approved':
        return hold ?? says.approved
      case 'done':
        return says.done.replace('{name}', () => pin.user.title || pin.user.username)
      case 'expired':
        return says.expired
      case 'error':
      case 'denied':
        return explain(pin.error, { error: errors })
    }
  }
}
