import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { firstLoad } from '../firstLoad.ts'
import { brotli } from '../sizes.ts'
import type { Builds } from './builds.ts'
import { type Page, type Peer, peers, plexOauth, supabase } from './peers.ts'
import { installInto, reactHere } from './project.ts'

/** What a page's scripts weigh over the same page with React alone, in bytes: brotli, of what is loaded first. */
export interface PageSize {
  name: string
  esbuild: number
  rolldown: number
  /** By esbuild, for an app that has TanStack Query anyway. */
  besideQuery: number | null
  /** By esbuild, of an earlier build. */
  before: number | null
  /** How much of what it was before, or of a peer's page by the same bundler, it is to be at most. */
  goals: { of: string; atMost: number; ratio: number; met: boolean }[]
}

const session = `import { createPlexClient, createPlexSession } from '@foyer/client'
import { PlexProvider } from '@foyer/hooks'
const session = createPlexSession(createPlexClient({ product: 'Reelroom' }))`
const provided = (element: string) => `h(PlexProvider, { session }, ${element})`

const pages: (Page & { ofBefore: number; ofPeer?: { peer: Peer; atMost: number } })[] = [
  {
    name: 'provider, whole sign-in, Show, account card',
    code: `${session}
import { AccountCard, PlexSignIn, Show } from '@foyer/ui'`,
    element: provided("h(Show, { when: 'signed-in', fallback: h(PlexSignIn) }, h(AccountCard))"),
    ofBefore: 0.7,
    ofPeer: { peer: supabase, atMost: 0.5 },
  },
  {
    name: 'hooks only, for a form of the app’s own',
    code: `${session}
import { usePlexSignIn, usePlexUser } from '@foyer/hooks'
function App() {
  const user = usePlexUser()
  const signIn = usePlexSignIn()
  if (user.status === 'signed-in') return user.user.title
  return h('form', { ...signIn.props?.form, key: signIn.step }, h('input', signIn.props?.login))
}`,
    element: provided('h(App)'),
    ofBefore: 0.6,
  },
  {
    name: 'one button, "Sign in with Plex"',
    code: `${session}
import { SignInButton } from '@foyer/ui'`,
    element: provided('h(SignInButton)'),
    ofBefore: 0.62,
    ofPeer: { peer: plexOauth, atMost: 0.65 },
  },
  {
    name: 'link screen of a television',
    code: `${session}
import { LinkScreen } from '@foyer/ui'`,
    element: provided('h(LinkScreen)'),
    ofBefore: 0.64,
  },
]

const react: Page = { name: 'React alone', code: '', element: "h('p', null, 'Reelroom')" }
const besideQuery = ({ name, code, element }: Page): Page => ({
  name,
  code: `import { QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query'
const queryClient = new QueryClient()
function Rooms() {
  return useQuery({ queryKey: ['rooms'], queryFn: () => fetch('/rooms').then((answer) => answer.json()) }).data?.name
}
${code}`,
  element: `h(QueryClientProvider, { client: queryClient }, h(Rooms), ${element})`,
})

/** Our pages, then the peers', which are installed for it. */
export async function wholePages({ foyer, before }: Builds): Promise<PageSize[]> {
  const ofPeers = new Map<Peer, Bytes>()
  for (const peer of peers) {
    const size = await inApp([...peer.packages, ...reactHere()], peer.byHand, (app) => sizeOver(app, peer, react))
    ofPeers.set(peer, size)
  }
  const own: PageSize[] = []
  for (const page of pages) {
    const size = await sizeOver(foyer.directory, page, react)
    const earlier = before ? (await sizeOver(before.directory, page, react)).esbuild : null
    const goal = (of: string, base: number | null | undefined, atMost: number) => {
      const ratio = base ? size.esbuild / base : Number.NaN
      return base ? [{ of, atMost, ratio, met: ratio <= atMost }] : []
    }
    const { peer, atMost = 0 } = page.ofPeer ?? {}
    own.push({
      name: page.name,
      ...size,
      besideQuery: (await sizeOver(foyer.directory, besideQuery(page), besideQuery(react))).esbuild,
      before: earlier,
      goals: [
        ...goal('before', earlier, page.ofBefore),
        ...goal(peer?.name ?? '', peer && ofPeers.get(peer)?.esbuild, atMost),
      ],
    })
  }
  const others = peers.map((peer) => ({ name: peer.name, ...(ofPeers.get(peer) as Bytes) }))
  return [...own, ...others.map((row) => ({ ...row, besideQuery: null, before: null, goals: [] }))]
}

interface Bytes {
  esbuild: number
  rolldown: number
}

async function sizeOver(app: string, page: Page, base: Page): Promise<Bytes> {
  const [whole, without] = [await sizeOf(app, page), await sizeOf(app, base)]
  return { esbuild: whole.esbuild - without.esbuild, rolldown: whole.rolldown - without.rolldown }
}

async function sizeOf(app: string, { code, element }: Page): Promise<Bytes> {
  const input = join(app, 'page.js')
  writeFileSync(
    input,
    `import { createElement as h } from 'react'
import { createRoot } from 'react-dom/client'
${code}
createRoot(document.getElementById('root')).render(${element})
`,
  )
  const { esbuild, rolldown } = await firstLoad(input, () => false)
  return { esbuild: brotli(esbuild), rolldown: brotli(rolldown) }
}

/** Runs a task in an app that has these packages, and takes the app away. */
async function inApp<T>(packages: string[], byHand: boolean | undefined, task: (app: string) => Promise<T>) {
  const app = mkdtempSync(join(tmpdir(), 'foyer-peer-'))
  try {
    installInto(app, packages, byHand)
    return await task(app)
  } finally {
    rmSync(app, { recursive: true })
  }
}
