export { createTextKeyStore } from './createTextKeyStore.ts'
export { type DeviceKeysOptions, deviceKeys } from './deviceKeys.ts'
export type { KeyPair, KeyRing, KeyStore } from './keyRing.ts'
export { verifyToken } from './verifyToken.ts'
