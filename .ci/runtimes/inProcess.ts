// The suite in a runtime that is a program: Node, Bun, Deno. Its arguments are the addresses and the name of the suite.
import { fileRows } from './fileRows.ts'
import { runSuite, runWithoutNetwork } from './suite.ts'

const [addresses = '', suite] = process.argv.slice(2)
const given = JSON.parse(addresses)
const running = suite === 'without-network' ? runWithoutNetwork(given) : runSuite(given, fileRows())
console.log(JSON.stringify(await running))
// What a server hangs on must not keep the runtime: that a session lets a process end has tests of its own.
process.exit()
