import type { Metadata } from 'next'
import type { ReactNode } from 'react'
import '@foyer/ui/styles.css'
import './globals.css'
import { Plex } from './Plex'

export const metadata: Metadata = { title: 'Reelroom' }

export default function RootLayout({ children }: { children: ReactNode }) {
  return (
    <html lang="en">
      <body>
        <Plex>{children}</Plex>
      </body>
    </html>
  )
}
