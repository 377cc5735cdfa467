/** @internal The key that a pin carries. */
export interface DeviceKey {
  readonly clientIdentifier: string
  /** The public half, as plex.tv wants it. */
  readonly jwk: Readonly<Record<string, string>>
  /** A text that proves to plex.tv whose pin it is, for five minutes. */
  sign(): Promise<string>
  /** plex.tv did not take the time that the last one said: the next ones say none. */
  distrustClock(): void
  /** plex.tv will have none of it: the next sign-in makes another. */
  discard(): Promise<void>
}
