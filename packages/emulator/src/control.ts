import { type Context, Hono } from 'hono'
import type { Fault } from './createFaults.ts'
import type { Emulator } from './Emulator.ts'
import type { PageSwitches } from './pages/switches.ts'
import type { AddressAnswer } from './serverOptions.ts'

/**
 * What `Emulator` has besides `fetch`, as JSON over HTTP. It answers without CORS headers, and takes only what a
 * page on another origin must ask for first (JSON, DELETE), so that no web page can reach it.
 */
export function createControl(emulator: Emulator<string>) {
  const control = new Hono().basePath('/_emulator')
  const stops = new Map<number, () => void>()
  let faults = 0

  const refused = (context: Context, error: string, status: 400 | 404 | 415) => context.json({ error }, status)
  control.onError((error, context) => {
    // A RangeError is the emulator's own word that something does not exist. Anything else is a fault of ours.
    if (error instanceof RangeError || error instanceof SyntaxError) return refused(context, error.message, 400)
    throw error
  })
  control.notFound((context) => refused(context, 'There is no such control.', 404))
  control.post('*', async (context, next) => {
    if (context.req.header('Content-Type')?.startsWith('application/json')) return next()
    return refused(context, 'Send JSON, with Content-Type: application/json.', 415)
  })

  control.get('/people', (context) =>
    context.json(emulator.people().map((person) => ({ ...person, currentCode: person.currentCode() }))),
  )
  control.get('/requests', (context) => context.json(emulator.requests()))
  control.post('/token', async (context) => {
    const { name, clientIdentifier } = await readBody<{ name: string; clientIdentifier: string }>(context)
    return context.json({ token: emulator.tokenFor(name, clientIdentifier) })
  })
  control.get('/pins', (context) => context.json(emulator.pins()))
  control.post('/approve', async (context) => {
    const { code, as } = await readBody<{ code: string; as: string }>(context)
    if (typeof code !== 'string') throw new RangeError('Send the code of a pin.')
    emulator.approvePin(code, as)
    return context.json({})
  })
  control.get('/pages', (context) => context.json(emulator.pages.switches))
  control.post('/pages', async (context) => {
    emulator.pages.set(await readBody<Partial<PageSwitches>>(context))
    return context.json(emulator.pages.switches)
  })
  control.post('/revoke', async (context) => {
    const { name } = await readBody<{ name: string }>(context)
    emulator.revokeTokens(name)
    return context.json({})
  })
  control.post('/remove-device', async (context) => {
    emulator.removeDevice((await readBody<{ clientIdentifier: string }>(context)).clientIdentifier)
    return context.json({})
  })
  control.post('/rotate-keys', (context) => {
    emulator.rotateKeys()
    return context.json({})
  })
  control.post('/remove-from-home', async (context) => {
    const { name } = await readBody<{ name: string }>(context)
    emulator.removeFromHome(name)
    return context.json({})
  })
  control.get('/servers', (context) => context.json(emulator.servers()))
  control.post('/share', async (context) => {
    const { machineIdentifier, sharedWith } = await readBody<{ machineIdentifier: string; sharedWith: string[] }>(
      context,
    )
    if (!Array.isArray(sharedWith)) throw new RangeError('Send sharedWith, a list of people.')
    emulator.shareServer(machineIdentifier, sharedWith)
    return context.json({})
  })
  control.post('/address', async (context) => {
    const { machineIdentifier, index, ...change } = await readBody<AddressChange>(context)
    emulator.setAddress(machineIdentifier, index, change)
    return context.json({})
  })
  control.post('/restart', async (context) => {
    emulator.restartServer((await readBody<{ machineIdentifier: string }>(context)).machineIdentifier)
    return context.json({})
  })
  control.post('/fail', async (context) => {
    const { stop } = emulator.fail(await readBody<Fault>(context))
    faults += 1
    stops.set(faults, stop)
    return context.json({ id: faults })
  })
  control.delete('/fail/:id', (context) => {
    const id = Number(context.req.param('id'))
    const stop = stops.get(id)
    if (!stop) throw new RangeError('There is no such fault.')
    stop()
    stops.delete(id)
    return context.json({})
  })
  control.post('/advance', async (context) => {
    const { ms } = await readBody<{ ms: number }>(context)
    emulator.advance(ms)
    return context.json({ now: emulator.now() })
  })
  control.post('/reset', (context) => {
    emulator.reset()
    stops.clear()
    return context.json({})
  })
  return control
}

interface AddressChange {
  machineIdentifier: string
  index: number
  answers?: AddressAnswer
  delayMs?: number
}

/** The emulator itself checks what is in it. */
async function readBody<T extends object>(context: Context): Promise<T> {
  const body = await context.req.json<T>()
  if (typeof body !== 'object' || body === null) throw new RangeError('Send a JSON object.')
  return body
}
