export { createFileStore, type FileStoreOptions } from './createFileStore.ts'
