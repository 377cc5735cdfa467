// Foyer is written in ES modules, and so is what it stands on: Babel turns them into what Jest requires.
const shared = { transformIgnorePatterns: ['/node_modules/(?!(@foyer|srvx|zod)/)'] }

module.exports = {
  projects: [
    { ...shared, displayName: 'jest-fixed-jsdom', testEnvironment: 'jest-fixed-jsdom' },
    { ...shared, displayName: 'jest-environment-jsdom', testEnvironment: 'jest-environment-jsdom' },
  ],
}
