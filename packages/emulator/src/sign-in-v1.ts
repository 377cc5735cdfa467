import type { Context } from 'hono'
import { auth } from 'hono/utils/basic-auth'
import { accountBody } from './accountBody.ts'
import { answerXml } from './answer.ts'
import type { Device } from './device.ts'
import { errors, isRefusal, type Refusal } from './errors.ts'
import { type Arrival, type EndpointRoutes, plexParameter, wrongMethod } from './route.ts'
import { thumbOf } from './userBody.ts'
import { xmlElement } from './xml.ts'

const signInPaths = ['/users/sign_in.json', '/users/sign_in.xml']

/** What signing in was before version 2. Clients that are still installed ask for it. */
export const signInV1: EndpointRoutes = {
  endpoint: 'sign-in',
  owns: (path) => signInPaths.includes(path),
  mount(router, world) {
    for (const path of signInPaths) {
      router.post(path, (context) => {
        const clientIdentifier = plexParameter(context, 'X-Plex-Client-Identifier')
        if (!clientIdentifier) return refuseInWords(path, 400, 'Plex client headers are required')
        const { username: login, password } = readCredentials(context)
        const outcome = world.signIn({ login, password, verificationCode: '' }, clientIdentifier, context.env.address)
        if (isRefusal(outcome)) {
          const { status, message } = errors[outcome]
          return refuseInWords(path, status, words[outcome] ?? message)
        }
        return answerIn(path, 201, signedInElement(outcome, new URL(context.req.url).origin), {
          user: { ...accountBody(outcome, new URL(context.req.url).origin), authentication_token: outcome.token },
        })
      })
      router.all(path, wrongMethod)
    }
  },
}

const words: Partial<Record<Refusal, string>> = {
  1001: 'Invalid email, username, or password.',
  1031: 'You appear to be having trouble signing in to an account. You may wish to try resetting your password at https://plex.tv/reset',
}

/** By HTTP Basic, or by the fields of a form. */
function readCredentials(context: Context<Arrival>) {
  const form = context.get('form')
  const typed = { username: form.get('user[login]') ?? '', password: form.get('user[password]') ?? '' }
  return auth(context.req.raw) ?? typed
}

/** The format is what the path ends in, whatever was accepted. */
function answerIn(path: string, status: number, asXml: string, asJson: object): Response {
  if (path.endsWith('.json')) return Response.json(asJson, { status })
  return answerXml(asXml, status)
}

const refuseInWords = (path: string, status: number, error: string): Response =>
  answerIn(path, status, `<errors><error>${error}</error></errors>`, { error })

function signedInElement({ account, token }: Device, origin: string): string {
  const { id, uuid, username, title, email } = account
  return xmlElement('user', {
    id,
    uuid,
    username,
    title,
    email,
    thumb: thumbOf(account, origin),
    authenticationToken: token,
  })
}
