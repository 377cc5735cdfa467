#!/usr/bin/env bash
# A Worker asks with `cache: 'default'`, which by the Fetch standard is what a request has that names no mode at all.
#
# Seen with workerd 1.20261117.1 (by miniflare 4.20260730.0), at a compatibility date of 2026-11-01: `default` is
# refused with "Unsupported cache mode: default", as are `reload`, `force-cache` and `only-if-cached`; `no-store` and
# `no-cache` are taken. To name the default is not the same as to leave it out.
#
# What it means for Foyer: the client names `no-store` or, where the runtime refuses that, no mode; it never names
# another (packages/client/src/request.ts; `npm run engines` runs the client in workerd at three dates).
#
# Needs npm, and a machine for which npm has workerd. Fails when `default` is taken.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat > package.json <<'MANIFEST'
{
  "private": true,
  "type": "module",
  "dependencies": { "miniflare": "4.20260730.0", "workerd": "1.20261117.1" },
  "overrides": { "workerd": "1.20261117.1" },
  "allowScripts": { "workerd": true }
}
MANIFEST
npm install --silent --no-audit --no-fund
cat > ask.mjs <<'SCRIPT'
import { createServer } from 'node:http'
import { Miniflare } from 'miniflare'

const server = createServer((_, response) => response.end('{}'))
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
const script = `export default {
  async fetch(request) {
    const url = await request.text()
    const said = {}
    for (const cache of ['default', 'no-store', 'no-cache', 'reload', 'force-cache', 'only-if-cached'])
      said[cache] = await fetch(url, { cache }).then(({ status }) => status, ({ message }) => message)
    said['none named'] = await fetch(url).then(({ status }) => status)
    return Response.json(said)
  },
}`
const worker = new Miniflare({ modules: true, script, compatibilityDate: '2026-11-01' })
const body = `http://127.0.0.1:${server.address().port}/`
const said = await (await worker.dispatchFetch('http://worker/', { method: 'POST', body })).json()
console.log(said)
await worker.dispose()
server.close().closeAllConnections()
process.exit(/^Unsupported cache mode/.test(said.default) && said['none named'] === 200 ? 0 : 1)
SCRIPT
node ask.mjs
