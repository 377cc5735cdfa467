// A form and a link screen that come and go, as the bench says.
import { createPlexSession } from '@foyer/client'
import { PlexProvider } from '@foyer/hooks'
import { LinkScreen, PlexSignIn } from '@foyer/ui'
import { Fragment } from 'react'
import { createRoot } from 'react-dom/client'
import { client, clock, countPins } from './heldClient.ts'
import '@foyer/ui/styles.css'
import '@foyer/ui/styles.tv.css'

const LOOK_MS = 5000
/** Pairs in the page at one time: what is awaited is awaited a tenth as often. */
const AT_ONCE = 10
const places = Array.from({ length: AT_ONCE }, (_, place) => place)
const session = createPlexSession(client, { storage: 'memory' })
const element = document.getElementById('root') as HTMLElement
// What is not seen need not be laid out and painted, which takes far longer than the rest.
element.hidden = true
const root = createRoot(element)
const find = (selector: string) => element.querySelector(selector)

/** Mounts some pairs, waits until plex.tv has been asked about the code on the screen, and takes them away. */
async function mountSome() {
  root.render(
    <PlexProvider session={session}>
      {places.map((place) => (
        <Fragment key={place}>
          <PlexSignIn />
          <LinkScreen />
        </Fragment>
      ))}
    </PlexProvider>,
  )
  while (!find('[data-part=sign-in-form]') || !find('[data-part=link-screen][data-status=waiting]')) {
    await clock.settled()
  }
  await clock.pass(LOOK_MS)
  root.render(null)
  while (element.hasChildNodes()) await clock.settled()
}

async function mount(times: number) {
  for (let mounted = 0; mounted < times; mounted += AT_ONCE) await mountSome()
}

Object.assign(window, { mount, countPins })
