// What the READMEs leave to the reader's own app.
import type { PlexUser } from '@foyer/client'
import type { Emulator } from '@foyer/emulator'
import type { ReactNode } from 'react'

declare global {
  function Home(props: { user: PlexUser }): ReactNode
  function leave(): void
  const plexTv: Emulator
}
