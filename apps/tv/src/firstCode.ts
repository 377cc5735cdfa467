import { createPin, type LinkPin, type PlexSession, pinCallback } from '@foyer/client'
import { en } from '@foyer/ui/messages/en'

/** Puts a code into the picture that index.html has. The app goes on with its pin, as after a reload. */
export async function showFirstCode(session: PlexSession): Promise<void> {
  if (session.getState().status !== 'signed-out') return
  const pin = readKept(session) ?? (await makePin(session))
  if (!pin) return
  const screen = document.querySelector('[data-part="link-screen"]')
  const glyphs = [...pin.code]
  screen?.querySelectorAll('[data-part="code"] b').forEach((box, index) => {
    box.textContent = glyphs[index] ?? ''
  })
  const status = screen?.querySelector('[data-part="status"]')
  if (status) status.textContent = en.link.waiting
}

function readKept({ client }: PlexSession): LinkPin | null {
  const pin = pinCallback.load(client, 'link')?.pin
  return pin?.kind === 'link' && pin.expires.leftMs() > 0 ? pin : null
}

async function makePin({ client, remember }: PlexSession): Promise<LinkPin | null> {
  try {
    const pin = await createPin(client, 'link')
    const isKept = pinCallback.save(client, 'link', { pin, state: '', rememberMe: remember, place: 'here' })
    return isKept ? pin : null
  } catch {
    // The app asks for a pin itself then, and says what is wrong.
    return null
  }
}
