import type { PlexServer } from '@foyer/client'
import { usePlexServers } from '@foyer/hooks'
import { ServerPicker } from '@foyer/ui'
import { createContext, type ReactNode, useContext, useRef, useState } from 'react'

interface ServerChoice {
  /** Null for none yet, and while plex.tv is asked which there are. */
  readonly server: PlexServer | null
  /** Opens the dialog in which another is chosen. */
  choose(): void
}

const ServerContext = createContext<ServerChoice>({ server: null, choose: () => {} })

/** The server that the film comes from. */
export const useServerChoice = () => useContext(ServerContext)

/** Keeps the choice for the header's menu and the page alike, and has the dialog in which it is made. */
export function ServerChoiceProvider({ children }: { children: ReactNode }) {
  const [chosen, setChosen] = useState(() => whereStored((storage) => storage.getItem(KEY)))
  const plex = usePlexServers()
  const dialog = useRef<HTMLDialogElement>(null)
  const server = 'servers' in plex ? plex.servers.find((each) => each.machineIdentifier === chosen) : undefined
  return (
    <ServerContext.Provider value={{ server: server ?? null, choose: () => dialog.current?.showModal() }}>
      {children}
      <dialog ref={dialog} className="chooser" aria-label="Choose a server">
        <ServerPicker
          value={chosen}
          onChange={({ machineIdentifier }) => {
            whereStored((storage) => storage.setItem(KEY, machineIdentifier))
            setChosen(machineIdentifier)
          }}
          footer={
            <button type="button" className="plain" onClick={() => dialog.current?.close()}>
              Done
            </button>
          }
        />
      </dialog>
    </ServerContext.Provider>
  )
}

const KEY = 'reelroom.server'

/** A reload does not lose the choice, which is no secret, unless the browser keeps nothing for this page. */
function whereStored<T>(task: (storage: Storage) => T): T | null {
  try {
    return task(localStorage)
  } catch {
    // Blocked, as in a frame of another site, or full.
    return null
  }
}
