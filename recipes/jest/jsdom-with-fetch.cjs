// jsdom has no fetch, and what belongs to it: this gives Jest's jsdom those of Node. Forms stay jsdom's.
const { TestEnvironment } = require('jest-environment-jsdom')

module.exports = class extends TestEnvironment {
  constructor(...given) {
    super(...given)
    Object.assign(this.global, { fetch, Headers, Request, Response, TextDecoder, TextEncoder, URLSearchParams })
  }
}
