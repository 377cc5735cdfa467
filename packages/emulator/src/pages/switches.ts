/** How the stand-in pages behave. */
export interface PageSwitches {
  /** The `Cross-Origin-Opener-Policy` of the auth page, which cuts a popup from its opener. Default `unset`. */
  readonly coop: 'unset' | 'same-origin' | 'same-origin-allow-popups'
  /** Whether a person is forwarded only to the origin that made the pin, and else to plex.tv's home. Default true. */
  readonly checkForwardUrl: boolean
  /**
   * How long an approval takes on the emulator's clock, in ms. `held`: until this is switched to a number, when all
   * that were held count at once. Default 0.
   */
  readonly approvalMs: number | 'held'
  /** The address that plex.tv sees of whoever views a page; null is the one they come from. Default null. */
  readonly viewerAddress: string | null
}

const defaults: PageSwitches = { coop: 'unset', checkForwardUrl: true, approvalMs: 0, viewerAddress: null }

const wanted: { [K in keyof PageSwitches]: [isRight: (value: unknown) => boolean, words: string] } = {
  coop: [
    (value) => ['unset', 'same-origin', 'same-origin-allow-popups'].includes(String(value)),
    'unset, same-origin or same-origin-allow-popups',
  ],
  checkForwardUrl: [(value) => typeof value === 'boolean', 'true or false'],
  approvalMs: [(value) => value === 'held' || (Number.isFinite(value) && Number(value) >= 0), 'ms from 0, or held'],
  viewerAddress: [(value) => value === null || (typeof value === 'string' && value !== ''), 'an address, or null'],
}

/**
 * The switches with some of them turned.
 *
 * @throws RangeError when there is no such switch, or no such position.
 */
export function turned(some: Partial<PageSwitches>, from: PageSwitches = defaults): PageSwitches {
  for (const [name, value] of Object.entries(some)) {
    if (!isSwitch(name)) throw new RangeError(`No switch "${name}". There are: ${Object.keys(wanted).join(', ')}.`)
    const [isRight, words] = wanted[name]
    if (!isRight(value)) throw new RangeError(`${name} must be ${words}.`)
  }
  return { ...from, ...some }
}

const isSwitch = (name: string): name is keyof PageSwitches => Object.hasOwn(wanted, name)
