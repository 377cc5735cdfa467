import type { UsePlexPinResult } from '@foyer/hooks'
import { englishConnection, englishError, englishLink } from '../messages/english.ts'
import { useMessages } from '../messages/LocalizationProvider.tsx'
import { explain } from '../messages/messages.ts'

/** Gives what a card and a television both show of a link pin's state. */
export function useLinkContent(pin: UsePlexPinResult<'link'>) {
  const messages = useMessages('link', englishLink)
  const errorMessages = useMessages('error', englishError)
  const connectionMessages = useMessages('connection', englishConnection)
  const code = pin.status === 'waiting' ? pin.code : null
  const delayMessage = 'connection' in pin ? connectionMessages[pin.connection] : null
  return {
    messages,
    code,
    /** An index for each glyph, so that there are as many boxes while there is no code. */
    cells: [...(code ?? '    ')].map((_, index) => index),
    /** The code as it is read aloud; null while there is none. */
    spokenCode: code && messages.spoken.replace('{code}', [...code].join(' ')),
    /** What is going on, or what went wrong. */
    statusText: describeStatus(),
    /** Whether something holds plex.tv's answer up. */
    isDelayed: delayMessage !== null,
    /** The address as one reads it out: without `https://` and `www.`. */
    shortUrl: (pin.status === 'waiting' ? pin.url : 'plex.tv/link').replace(/^https?:\/\/(www\.)?/, ''),
    /** Where the code is filled in already; null while there is none. */
    urlWithCode: pin.status === 'waiting' ? pin.urlWithCode : null,
    /** When the next code comes; null while there is no code, or when this one is dead already. */
    expires: pin.status === 'waiting' && pin.connection !== 'forgotten' ? pin.expires : null,
    /** Whether a code is there or on its way: its room is kept meanwhile. */
    isCodeShown: pin.status === 'creating' || pin.status === 'waiting',
    /** Whether the sign-in goes on only when somebody asks for another code. */
    canRestart: /^(expired|error|denied)$/.test(pin.status) || (pin.status === 'approved' && delayMessage !== null),
  }

  function describeStatus(): string {
    switch (pin.status) {
      case 'creating':
        return messages.creating
      case 'waiting':
        return delayMessage ?? messages.waiting
      case 'approved':
        return delayMessage ?? messages.approved
      case 'done':
        return messages.done.replace('{name}', () => pin.user.title || pin.user.username)
      case 'expired':
        return messages.expired
      case 'error':
      case 'denied':
        return explain(pin.error, { error: errorMessages })
    }
  }
}
