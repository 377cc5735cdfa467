// What every browser under test can do here, whoever drives it. A driver does no more than these few steps, so that what
// a journey asks of one engine is, to the letter, what it asks of the next; `Tab.ts` builds the rest on them.

/** One tab or window. */
export interface TabDriver {
  /** The same for as long as the tab is open. */
  readonly id: string
  /** Runs an expression in the page; what it gives is plain JSON. It must not be a promise: not each driver waits. */
  evaluate(expression: string): Promise<unknown>
  /** Goes to an address; need not wait for the page. */
  navigate(url: string): Promise<void>
  /** Presses and lets go at a point of the viewport, in CSS pixels, with the tab in front. */
  click(x: number, y: number): Promise<void>
  /** Presses a key and lets go: one character, or a `KeyboardEvent.key` such as `Enter` or `ArrowDown`. */
  press(key: string): Promise<void>
}

/** What only the Chromiums can be told, and only a television's journeys ask for. */
export interface TelevisionDriver extends TabDriver {
  /** Presses a key of a remote, which has a `keyCode` and no name. */
  pressCode(keyCode: number): Promise<void>
  /** Runs a script in every document from now on, before the document's own. */
  runFirst(source: string): Promise<void>
  /** Cuts the tab's network off, or puts it back. */
  setOffline(offline: boolean): Promise<void>
}

/** A browser that was started for one journey, and has nothing in its storage. */
export interface Engine<Driver extends TabDriver = TabDriver> {
  /** As the engine itself gives it. */
  readonly version: string
  /** All that is open, what pages opened too. */
  tabs(): Promise<Driver[]>
  /** Opens an empty one. */
  openTab(): Promise<Driver>
  /** Ends it, and removes what it wrote. */
  close(): Promise<void>
}
