/** As many random bytes, in hexadecimal. Not `randomUUID`, which plain http in a home network lacks. */
export function randomId(bytes = 12): string {
  const random = crypto.getRandomValues(new Uint8Array(bytes))
  return Array.from(random, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
