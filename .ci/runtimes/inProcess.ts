// The suite in a runtime that is a program: Node, Bun, Deno. Its arguments are the addresses and the name of the suite.
import { runSuite, runWithoutNetwork } from './suite.ts'

const [addresses = '', suite] = process.argv.slice(2)
const run = suite === 'without-network' ? runWithoutNetwork : runSuite
console.log(JSON.stringify(await run(JSON.parse(addresses))))
// What a server hangs on must not keep the runtime: that a session lets a process end has tests of its own.
process.exit()
