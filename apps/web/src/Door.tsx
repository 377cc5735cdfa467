import { ProfilePicker, Show } from '@foyer/ui'
import { Welcome } from './Welcome.tsx'

/** What is seen from outside: the way in, and who of a household is coming. */
export function Door() {
  return (
    <>
      <Show when="signed-out">
        <Welcome />
      </Show>
      <Show when="choosing-profile">
        <div className="household">
          <ProfilePicker />
        </div>
      </Show>
    </>
  )
}
