// The suite in a Worker, as an answer to a request whose body has the addresses.
import { runSuite } from './suite.ts'

// biome-ignore lint/style/noDefaultExport: workerd looks for it.
export default {
  async fetch(request: Request): Promise<Response> {
    return Response.json(await runSuite(await request.json()))
  },
}
