import { usePlexUser } from '@foyer/hooks'
import { ProfileScreen } from '@foyer/ui'
import { useEffect } from 'react'
import { useRemote } from './remote.ts'
import { rememberWhoIsIn } from './returning.ts'
import './Account.css'

/** Who of a household is watching. The screen takes the arrows, and Back where a PIN is asked for. */
export function Profiles({ isBehind, onBack }: { isBehind: boolean; onBack: () => void }) {
  const { signOut } = usePlexUser()
  useEffect(() => rememberWhoIsIn(true), [])
  useRemote({ onBack })
  if (isBehind) return null
  return (
    <main>
      <ProfileScreen
        footer={
          <button type="button" className="key" onClick={signOut}>
            Sign out on this TV
          </button>
        }
      />
    </main>
  )
}
