import { answer, refuse } from './answer.ts'
import { isRefusal } from './errors.ts'
import { type EndpointRoutes, namesItsClient, plexParameter, readFields, wrongMethod } from './route.ts'
import { userBody } from './userBody.ts'

const path = '/api/v2/users/signin'

export const signIn: EndpointRoutes = {
  endpoint: 'sign-in',
  owns: (asked) => asked === path,
  mount(router, world) {
    router.post(path, namesItsClient, async (context) => {
      const request = context.req.raw
      const fields = await readFields(context)
      if (!fields) return refuse(request, 1004)
      const field = (name: string) => fields.get(name) ?? ''
      const outcome = world.signIn(
        { login: field('login'), password: field('password'), verificationCode: field('verificationCode') },
        plexParameter(context, 'X-Plex-Client-Identifier'),
        context.env.address,
      )
      if (isRefusal(outcome)) return refuse(request, outcome)
      return answer(request, 201, 'user', userBody(outcome, new URL(request.url).origin))
    })
    router.all(path, wrongMethod)
  },
}
