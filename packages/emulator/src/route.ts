import type { Context, Env, Hono, MiddlewareHandler } from 'hono'
import { refuse } from './answer.ts'
import type { World } from './world.ts'

export const endpoints = ['sign-in', 'user', 'pin', 'auth', 'home', 'server'] as const

/** The parts of plex.tv's API that the emulator has: a fault can be kept to one. */
export type Endpoint = (typeof endpoints)[number]

/** An endpoint's routes, and which paths are its own: a fault kept to the endpoint falls on these. */
export interface EndpointRoutes {
  readonly endpoint: Endpoint
  owns(path: string): boolean
  mount(router: Router, world: World): void
}

/**
 * What comes with a request besides itself: the network address that plex.tv would see, also of one who views a pin.
 */
export interface Arrival extends Env {
  Bindings: { address: string; viewerAddress: string }
  Variables: { form: URLSearchParams }
}
type Router = Hono<Arrival>

/** Whether it was asked as plex.tv, not on a host of this machine. */
export const isPlexTv = (hostname: string): boolean => /(^|\.)plex\.tv$/.test(hostname)

const typeOf = (context: Context<Arrival>) => context.req.header('Content-Type') ?? ''

const isJson = (context: Context<Arrival>) => /\bjson\b/i.test(typeOf(context))

/** The fields of a form; a body that says it is something else holds none. */
export async function readForm(context: Context<Arrival>): Promise<URLSearchParams> {
  const isForm = /^application\/x-www-form-urlencoded\b/i.test(typeOf(context))
  return new URLSearchParams(isForm ? await context.req.text() : '')
}

/** Every `X-Plex-…` header may come as a query parameter instead, or as a field of a form. */
export const plexParameter = (context: Context<Arrival>, name: string): string =>
  context.req.header(name) ?? context.req.query(name) ?? context.get('form').get(name) ?? ''

/** The fields of a form or of a JSON object, as text; undefined for a body that says it is JSON and is none. */
export async function readFields(context: Context<Arrival>): Promise<URLSearchParams | undefined> {
  if (!isJson(context)) return context.get('form')
  const body = await readJson(context)
  if (!body) return undefined
  const fields = new URLSearchParams()
  for (const [name, value] of Object.entries(body))
    if (['string', 'number', 'boolean'].includes(typeof value)) fields.set(name, String(value))
  return fields
}

/** The members of a JSON object; none where the body says it is something else, undefined where it is no JSON. */
export async function readJson(context: Context<Arrival>): Promise<Readonly<Record<string, unknown>> | undefined> {
  if (!isJson(context)) return {}
  const text = await context.req.text()
  try {
    // Some clients say JSON and send nothing.
    const body: unknown = JSON.parse(text || '{}')
    return Object.fromEntries(Object.entries(body ?? {}))
  } catch {
    return undefined
  }
}

/** Nearly all of `/api/v2` wants to know which installation is asking. */
export const namesItsClient: MiddlewareHandler<Arrival> = async (context, next) => {
  if (!plexParameter(context, 'X-Plex-Client-Identifier')) return refuse(context.req.raw, 1000)
  await next()
}

/** The method is not one that this path knows. */
export const wrongMethod = (context: Context): Response => refuse(context.req.raw, 1005)
