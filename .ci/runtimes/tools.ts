import { createTools } from '../tools.ts'

const workerd = '1.20261117.1'

/** The runtimes themselves, and what older programs fetch by. */
export const tools = createTools('runtimes', {
  dependencies: {
    'node-20': 'npm:node@20.20.2',
    'node-22': 'npm:node@22.23.3',
    'node-newest': 'npm:node@26.10.0',
    bun: '1.4.5',
    deno: '2.9.6',
    miniflare: '4.20260730.0',
    workerd,
    'edge-runtime': '4.0.1',
    'node-fetch-2': 'npm:node-fetch@2.7.0',
    'node-fetch-3': 'npm:node-fetch@3.3.2',
    'cross-fetch': '4.1.0',
    '@whatwg-node/fetch': '0.12.1',
  },
  // miniflare is older than the newest runtime that it starts.
  overrides: { workerd },
  withScripts: ['node', 'bun', 'deno', 'workerd'],
})
