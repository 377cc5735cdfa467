/** Refuses an option that does not exist, which plain JavaScript and JSON let through. */
export function refuseUnknown(given: object, known: readonly string[], wrong: (what: string) => RangeError): void {
  const unknown = Object.keys(given).find((key) => !known.includes(key))
  if (unknown) throw wrong(`it has no "${unknown}"; there are: ${known.join(', ')}`)
}
