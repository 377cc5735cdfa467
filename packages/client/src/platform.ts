// What a page has and a server lacks. The global object is not asked by its name: Chrome 68 and 69, of televisions made
// in 2020, know no `globalThis`.

/** The page's window; undefined on a server. */
export const findWindow = (): (Window & typeof globalThis) | undefined =>
  typeof window === 'undefined' ? undefined : window

/** The page's navigator, which some servers have too. */
export const findNavigator = (): Navigator | undefined => (typeof navigator === 'undefined' ? undefined : navigator)

/** Whether this is a page on https, which a browser lets ask nothing of plain http. */
export const isHttpsPage = (): boolean => /^https:/.test(findWindow()?.origin ?? '')
