#!/usr/bin/env bash
# A page asks another origin five times with a header of its own, which the server allows for a day. The preflight's
# answer is kept apart from the HTTP cache, so one question should do, whatever `cache` says.
#
# Seen with Chromium 79.0.3945 and 92.0.4512 (npm chrome-aws-lambda 2.0.2 and 10.1.0): 79 asks once; 92 asks once with
# `cache: 'default'`, and five times with `no-store`, `no-cache` and `reload`. Chromium 156 (Debian) does as 92 does.
#
# What it means for Foyer: a poll with headers of its own would be two requests, so what tells plex.tv who asks travels
# in the query, and only what carries a token is asked for twice (packages/client/src/request.ts;
# apps/web/journeys/requests.spec.ts counts).
#
# Needs npm, Linux on x64, and the libraries of a Chromium. Fails when no-store asks as seldom as the default.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat > count.mjs <<'SCRIPT'
import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { brotliDecompressSync } from 'node:zlib'

const modes = ['default', 'no-store', 'no-cache', 'reload']
const listen = async (answer) => {
  const server = createServer(answer)
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { server, origin: `http://127.0.0.1:${server.address().port}` }
}

/** Unpacks what npm has, and gives the path of the browser. */
function unpack(packageFolder) {
  const packed = join(packageFolder, 'bin')
  for (const name of readdirSync(packed).filter((name) => name.endsWith('.br'))) {
    const unpacked = brotliDecompressSync(readFileSync(join(packed, name)))
    if (name.endsWith('.tar.br')) execFileSync('tar', ['-x', '-C', packed], { input: unpacked })
    else writeFileSync(join(packed, 'chromium'), unpacked, { mode: 0o755 })
  }
  return join(packed, 'chromium')
}

async function countQuestions(executable) {
  const asked = Object.fromEntries(modes.map((mode) => [mode, 0]))
  const api = await listen((request, response) => {
    response.setHeader('Access-Control-Allow-Origin', '*')
    response.setHeader('Access-Control-Allow-Headers', 'X-Mine')
    response.setHeader('Access-Control-Max-Age', '86400')
    if (request.method === 'OPTIONS') asked[request.url.slice(1)]++
    response.end('{}')
  })
  let done
  const finished = new Promise((resolve) => (done = resolve))
  const page = await listen((request, response) => {
    if (request.url === '/done') done()
    response.setHeader('Content-Type', 'text/html').end(`<script>(async () => {
      for (const mode of ${JSON.stringify(modes)})
        for (let time = 0; time < 5; time++)
          await (await fetch('${api.origin}/' + mode, { cache: mode, headers: { 'X-Mine': '1' } })).text()
      await fetch('/done')
    })()</script>`)
  })
  const args = ['--headless', '--no-sandbox', '--disable-gpu', '--remote-debugging-port=0']
  const browser = spawn(executable, [...args, `--user-data-dir=${mkdtempSync(join(process.cwd(), 'profile-'))}`, page.origin], {
    stdio: 'ignore',
    detached: true,
  })
  const late = new Promise((_, reject) => setTimeout(reject, 60_000, new Error('The page did not finish.')))
  await Promise.race([finished, late]).finally(() => process.kill(-browser.pid, 'SIGKILL'))
  for (const { server } of [api, page]) server.close().closeAllConnections()
  return asked
}

const found = {}
for (const [name, version] of [['79', '2.0.2'], ['92', '10.1.0']]) {
  const quietly = ['--silent', '--no-audit', '--no-fund', '--ignore-scripts', '--legacy-peer-deps']
  execFileSync('npm', ['install', ...quietly, '--prefix', name, `chrome-aws-lambda@${version}`])
  found[name] = await countQuestions(unpack(join(process.cwd(), name, 'node_modules/chrome-aws-lambda')))
  console.log(`Chromium ${name}: questions before five requests: ${JSON.stringify(found[name])}`)
}
const isStillSo = found[79]['no-store'] === 1 && found[92].default === 1 && found[92]['no-store'] === 5
process.exit(isStillSo ? 0 : 1)
SCRIPT
node count.mjs
