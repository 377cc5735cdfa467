#!/usr/bin/env bash
# A page ends a session by a `fetch` with `keepalive: true`, so that it goes on when the page is left; to another origin,
# and with a header of its own, so that the browser asks first whether it may. The server allows it.
#
# Seen with Chromium 68.0.3419, 79.0.3945 and 92.0.4512 (npm chrome-aws-lambda 1.4.0, 2.0.2 and 10.1.0): 68 and 79
# reject at once with "TypeError: Failed to fetch", and send neither the question nor the request; without the header,
# or without keepalive, they send it. 92 sends both.
#
# What it means for Foyer: on televisions up to 2021 a sign-out would never reach plex.tv. What is tried again is sent
# without keepalive the second time (packages/client/src/request.ts; apps/engines/tv.spec.ts sees the token end).
#
# Needs npm, Linux on x64, and the libraries of a Chromium. Fails when 79 sends it.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat > ask.mjs <<'SCRIPT'
import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { brotliDecompressSync } from 'node:zlib'

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

async function ask(executable) {
  const seen = []
  const api = await listen((request, response) => {
    seen.push(`${request.method} ${request.url}`)
    response.setHeader('Access-Control-Allow-Origin', '*')
    response.setHeader('Access-Control-Allow-Headers', 'X-Mine')
    response.end('{}')
  })
  let done
  const finished = new Promise((resolve) => (done = resolve))
  const page = await listen((request, response) => {
    if (request.url.startsWith('/said')) done(new URL(request.url, page.origin).searchParams.get('by').split('|'))
    response.setHeader('Content-Type', 'text/html').end(`<script>(async () => {
      const headers = { 'X-Mine': '1' }
      const said = []
      for (const [name, init] of [['both', { keepalive: true, headers }], ['keepalive', { keepalive: true }], ['header', { headers }]])
        said.push(name + ': ' + (await fetch('${api.origin}/' + name, init).then(({ status }) => status, String)))
      await fetch('/said?by=' + encodeURIComponent(said.join('|')))
    })()</script>`)
  })
  const args = ['--headless', '--no-sandbox', '--disable-gpu', '--remote-debugging-port=0']
  const profile = `--user-data-dir=${mkdtempSync(join(process.cwd(), 'profile-'))}`
  const browser = spawn(executable, [...args, profile, page.origin], { stdio: 'ignore', detached: true })
  const late = new Promise((_, reject) => setTimeout(reject, 60_000, new Error('The page did not finish.')))
  const said = await Promise.race([finished, late]).finally(() => process.kill(-browser.pid, 'SIGKILL'))
  for (const { server } of [api, page]) server.close().closeAllConnections()
  return { said, sentBoth: seen.filter((request) => request.endsWith('/both')) }
}

const found = {}
for (const [name, version] of [['68', '1.4.0'], ['79', '2.0.2'], ['92', '10.1.0']]) {
  const quietly = ['--silent', '--no-audit', '--no-fund', '--ignore-scripts', '--legacy-peer-deps']
  execFileSync('npm', ['install', ...quietly, '--prefix', name, `chrome-aws-lambda@${version}`])
  found[name] = await ask(unpack(join(process.cwd(), name, 'node_modules/chrome-aws-lambda')))
  console.log(`Chromium ${name}: ${found[name].said.join(', ')}; of the one with both the server saw`, found[name].sentBoth)
}
const isRefused = ({ said, sentBoth }) => /TypeError/.test(said[0]) && sentBoth.length === 0 && /200$/.test(said[1])
process.exit(isRefused(found[68]) && isRefused(found[79]) && !isRefused(found[92]) ? 0 : 1)
SCRIPT
node ask.mjs
