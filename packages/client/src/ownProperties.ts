/**
 * An object's own properties, on no prototype. Where some script has put a `fetch` or a `host` on `Object.prototype`,
 * an option that was left out would be read from there, and a password go elsewhere.
 */
export const ownProperties = <T extends object>(given: T | undefined): T => Object.assign(Object.create(null), given)
