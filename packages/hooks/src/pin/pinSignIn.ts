import {
  createPinAttempt,
  type PageEnvironment,
  type PinAttempt,
  type PlexClient,
  type PlexErrorCode,
  type PlexSession,
  pinCallback,
} from '@foyer/client'
import type { PinMember } from './pinMembers.ts'
import type { PinStates } from './pinState.ts'

const LINK_RENEWALS = 32

/** What a sign-in is made of. */
interface PinSignInConfig {
  session: PlexSession
  method: keyof PinStates
  starter: PinMember
  /** A pin that was made before, to go on with. */
  pending: pinCallback.PendingPin | undefined
  environment: () => PageEnvironment
  /** Whether somebody looks: a pin that nobody looks at is not kept for this page. */
  isSeen: () => boolean
}

/** A sign-in by one attempt, from its start until it is stopped: it is thrown away then, and another one made. */
export interface PinSignIn {
  readonly attempt: PinAttempt<'link' | 'strong'>
  /** Whoever asked for it last. */
  starter: PinMember
  /** What plex.tv's page leads back under; empty until somebody goes there. */
  state: string
  /** Where the person goes as soon as there is a pin, and where they come back to. */
  destination: { readonly to: 'window' | 'tab'; readonly url: string } | null
  /** The tab itself has gone to plex.tv. */
  hasNavigated: boolean
  /** The error that the app has been told of since there was a pin. */
  toldError: PlexErrorCode | null
  /** Its grant has been given to the session. */
  isStartingSession: boolean
  /** Aborts when it is stopped. */
  readonly signal: AbortSignal
  /** The pin that the tab keeps for it. */
  readonly savedPinId: number | undefined
  /** Keeps the pin in this tab, or in a window that is still empty. False when the browser won't keep it. */
  save(pin: pinCallback.PendingPin['pin'], place: pinCallback.PinPlace, of?: Window): boolean
  /** Forgets what it has saved itself; not what may still come back to this tab from plex.tv. */
  discard(): void
  stop(): void
}

/** The sign-ins of each client, of all its sessions. */
const signIns = new WeakMap<PlexClient, Set<PinSignIn>>()

/** Whether a sign-in waits for this pin: then it is nobody else's to go on with. */
export const isAwaited = (client: PlexClient, pinId: number): boolean =>
  [...(signIns.get(client) ?? [])].some(({ savedPinId }) => savedPinId === pinId)

export function createPinSignIn({
  session,
  method,
  starter,
  pending,
  environment,
  isSeen,
}: PinSignInConfig): PinSignIn {
  const { client } = session
  const siblings = signIns.get(client) ?? new Set()
  signIns.set(client, siblings)
  let savedPinId = pending?.pin.id
  const controller = new AbortController()
  const isLink = method === 'link'
  const signIn: PinSignIn = {
    attempt: createPinAttempt<'link' | 'strong'>(client, isLink ? 'link' : 'strong', {
      pin: pending?.pin,
      renewals: isLink ? LINK_RENEWALS : 0,
      environment,
    }),
    starter,
    state: pending?.state ?? '',
    destination: null,
    hasNavigated: false,
    toldError: null,
    isStartingSession: false,
    signal: controller.signal,
    get savedPinId() {
      return savedPinId
    },
    save(pin, place, of) {
      if (place === 'here' && !isSeen()) return false
      if (!of) savedPinId = pin.id
      const rememberMe = signIn.starter.current.rememberMe ?? session.remember
      return pinCallback.save(client, method, { pin, state: signIn.state, rememberMe, place }, of)
    },
    discard() {
      if (savedPinId !== undefined) pinCallback.discard(client, method)
      savedPinId = undefined
    },
    stop() {
      siblings.delete(signIn)
      signIn.attempt.stop()
      controller.abort()
    },
  }
  siblings.add(signIn)
  return signIn
}
