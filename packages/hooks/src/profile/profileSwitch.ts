import { createStore, getProfiles, type PlexProfile, type PlexSession } from '@foyer/client'
import { toPlexError } from '../toPlexError.ts'
import { type ProfilesEvent, type ProfilesState, profilesStart, reduceProfiles } from './profilesState.ts'

/** Choosing a profile, without React. No PIN is kept in it. */
export interface ProfileSwitch {
  getState(): ProfilesState
  subscribe(listener: () => void): () => void
  /** Reads the Home of whoever is signed in; the returned function calls off what is under way. */
  open(): () => void
  choose(profile: PlexProfile): void
  submitPin(profilePin: string): void
  back(): void
  reload(): void
}

export function createProfileSwitch(session: PlexSession): ProfileSwitch {
  const store = createStore<ProfilesState>(profilesStart)
  let controller = new AbortController()
  const send = (event: ProfilesEvent) => store.set(reduceProfiles(store.get(), event))

  async function switchTo(profile: PlexProfile, profilePin?: string) {
    if (store.get().status === 'switching') return
    const { signal } = controller
    send({ type: 'submitted', profile, withPin: profilePin !== undefined })
    try {
      await session.chooseProfile({ uuid: profile.uuid, profilePin }, { signal })
      if (!signal.aborted) send({ type: 'switched' })
    } catch (error) {
      if (!signal.aborted) send({ type: 'refused', error: toPlexError(error, 'switch the profile') })
    }
  }
  async function load() {
    controller.abort()
    controller = new AbortController()
    const { signal } = controller
    send({ type: 'asked' })
    try {
      const profiles = await session.call(getProfiles, { signal })
      if (signal.aborted) return
      send({ type: 'read', profiles })
      const [only] = profiles
      const mustSay = session.getState().status === 'choosing-profile'
      if (mustSay && only && profiles.length === 1 && !only.hasProfilePin) void switchTo(only)
    } catch (error) {
      if (!signal.aborted) send({ type: 'failed', error: toPlexError(error, 'read the profiles') })
    }
  }

  return {
    getState: store.get,
    subscribe: store.subscribe,
    open() {
      void load()
      return () => {
        controller.abort()
        send({ type: 'closed' })
      }
    },
    choose(profile) {
      if (store.get().status === 'switching') return
      if (profile.hasProfilePin) send({ type: 'pin-wanted', profile })
      else void switchTo(profile)
    },
    submitPin(profilePin) {
      const state = store.get()
      if (state.status === 'asking-pin') void switchTo(state.profile, profilePin)
    },
    back: () => send({ type: 'back' }),
    reload() {
      if (store.get().status !== 'unavailable') void load()
    },
  }
}
