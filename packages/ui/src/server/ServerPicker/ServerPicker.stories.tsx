import { PlexError, type PlexErrorCode, type PlexServer, type ServerReach, type TriedAddress } from '@foyer/client'
import type { ConnectionState, ServersState, UsePlexConnectionResult, UsePlexServersResult } from '@foyer/hooks'
import { expect, fn } from 'storybook/test'
import preview from '../../../../../.storybook/preview.tsx'
import { ServerPickerView } from './ServerPicker.tsx'

const meta = preview.meta({ title: 'Server/ServerPicker', component: ServerPickerView })

const server = (name: string, more: Partial<PlexServer> = {}): PlexServer => ({
  machineIdentifier: name,
  name,
  access: 'owner',
  ownerName: null,
  online: true,
  lastSeenAt: '2026-11-02T08:00:00.000Z',
  version: null,
  platform: null,
  addresses: [],
  ...more,
})
const attic = server('Attic')
const cellar = server('Cellar', { access: 'shared', ownerName: 'نورا حداد', online: false })
const servers = [attic, server('Living room', { access: 'home' }), cellar]
const errorOf = (code: PlexErrorCode) => new PlexError(code, 'Could not tell a story.')
const tried = (outcome: TriedAddress['outcome'], reach: ServerReach = 'local'): TriedAddress => ({
  uri: `https://${reach}.example:32400`,
  reach,
  outcome,
})
const connected = (reach: ServerReach, ...others: TriedAddress[]): ConnectionState => ({
  status: 'connected',
  connection: { machineIdentifier: attic.name, ...tried('connected', reach) },
  tried: [...others, tried('connected', reach)],
})

function at(state: ServersState, way: ConnectionState = { status: 'idle' }, chosen: PlexServer | null = null) {
  return {
    plex: { ...state, reload: fn() } as UsePlexServersResult,
    way: { ...way, search: fn(), allowLocalNetwork: fn() } as UsePlexConnectionResult,
    chosen,
    nameToInvite: 'ada@example.com',
    onChange: fn(),
  }
}
const ready: ServersState = { status: 'ready', servers, refreshError: null }

const statuses = {
  unavailable: at({ status: 'unavailable' }),
  loading: at({ status: 'loading' }),
  failed: at({ status: 'failed', error: errorOf('network') }),
  ready: at(ready),
  reloading: at({ status: 'reloading', servers }),
} satisfies Record<ServersState['status'], object>

const ways = {
  idle: at(ready, { status: 'idle' }, attic),
  searching: at(ready, { status: 'searching' }, attic),
  'asking-permission': at(ready, { status: 'asking-permission' }, attic),
  connected: at(ready, connected('local'), attic),
  unreachable: at(ready, { status: 'unreachable', tried: [tried('timeout'), tried('unreachable', 'relay')] }, attic),
  failed: at(ready, { status: 'failed', error: errorOf('misuse') }, attic),
} satisfies Record<ConnectionState['status'], object>

export const Choosing = meta.story({
  args: statuses.ready,
  play: async ({ canvas, userEvent }) => {
    await userEvent.click(canvas.getByRole('button', { name: /Cellar/ }))
    await expect(statuses.ready.onChange).toHaveBeenCalledWith(cellar)
  },
})
export const Loading = meta.story({ args: statuses.loading })
export const Failed = meta.story({ args: statuses.failed })
export const Reloading = meta.story({
  args: statuses.reloading,
  play: async ({ canvas, userEvent }) => {
    await userEvent.click(canvas.getByRole('button', { name: 'Looking…' }))
    await expect(statuses.reloading.plex.reload).not.toHaveBeenCalled()
  },
})
export const Unavailable = meta.story({
  args: statuses.unavailable,
  play: async ({ canvasElement }) => {
    await expect(canvasElement).not.toHaveTextContent(/\S/)
  },
})
export const None = meta.story({ args: at({ status: 'ready', servers: [], refreshError: null }) })
export const Stale = meta.story({ args: at({ status: 'ready', servers, refreshError: errorOf('network') }) })

export const Searching = meta.story({ args: ways.searching })
export const AskingPermission = meta.story({ args: ways['asking-permission'] })
export const Connected = meta.story({
  args: ways.connected,
  play: async ({ canvas }) => {
    await expect(canvas.getByRole('status')).toHaveTextContent('Attic is connected in your network.')
    await expect(canvas.getByRole('button', { current: true })).toHaveTextContent('Attic')
  },
})
export const Idle = meta.story({ args: ways.idle })
export const ConnectedByRelay = meta.story({ args: at(ready, connected('relay', tried('timeout')), attic) })
export const PermissionWanted = meta.story({
  args: at(ready, connected('relay', tried('permission-required')), attic),
  play: async ({ args, canvas, userEvent }) => {
    await userEvent.click(canvas.getByRole('button', { name: 'Look in my network' }))
    await expect(args.way.allowLocalNetwork).toHaveBeenCalledTimes(1)
  },
})
export const PermissionDenied = meta.story({
  args: at(ready, { status: 'unreachable', tried: [tried('permission-denied')] }, attic),
})
export const Insecure = meta.story({
  args: at(ready, { status: 'unreachable', tried: [tried('mixed-content')] }, attic),
})
export const Unreachable = meta.story({
  args: ways.unreachable,
  play: async ({ args, canvas, userEvent }) => {
    await userEvent.click(canvas.getByRole('button', { name: 'Try again' }))
    await expect(args.way.search).toHaveBeenCalledTimes(1)
  },
})
export const CanNotSearch = meta.story({ args: ways.failed })
export const LongNames = meta.story({
  args: at(
    {
      status: 'ready',
      servers: ['The server in the attic of the countess of Lovelace', 'a'.repeat(60), '', '\u202Eecalevol </b>'].map(
        (name, place) => server(name, { machineIdentifier: String(place), access: 'shared', ownerName: name || null }),
      ),
      refreshError: null,
    },
    { status: 'idle' },
  ),
})
