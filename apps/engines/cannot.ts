/** What an engine can't do: the journey is not run in it, and `npm run engines` says so. */
export const cannot: readonly { engine: string; journey: string; reason: string }[] = ['chromium', 'firefox'].map(
  (engine) => ({
    engine,
    journey: 'draws nobody at any moment when a page comes out of the cache that somebody has signed out of since',
    reason: 'A sign-out sends other pages a message, and a page in its cache that is sent one is put out of it.',
  }),
)

/** For a project's `grepInvert`; undefined where an engine can do all. */
export function journeysNotIn(engine: string): RegExp | undefined {
  const journeys = cannot.filter((each) => each.engine === engine).map(({ journey }) => journey)
  return journeys.length > 0 ? new RegExp(journeys.join('|')) : undefined
}
