// The suite in the edge runtime, as an answer to a request whose body has the addresses.
import { runSuite } from './suite.ts'

interface FetchEvent {
  request: Request
  respondWith(response: Promise<Response>): void
}

const answer = async (request: Request) => new Response(JSON.stringify(await runSuite(await request.json())))
globalThis.addEventListener('fetch', (event) => {
  const { request, respondWith } = event as unknown as FetchEvent
  respondWith.call(event, answer(request))
})
