// Foyer is ES modules only: Babel turns them into what Jest requires.
const shared = { transformIgnorePatterns: ['/node_modules/(?!@foyer/)'] }

// One of the two is enough for an app.
module.exports = {
  projects: [
    { ...shared, displayName: 'jest-fixed-jsdom', testEnvironment: 'jest-fixed-jsdom' },
    { ...shared, displayName: 'jest-environment-jsdom', testEnvironment: './jsdom-with-fetch.cjs' },
  ],
}
