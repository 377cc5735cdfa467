export { type DeviceKeysOptions, deviceKeys } from './deviceKeys.ts'
export { verifyToken } from './verifyToken.ts'
