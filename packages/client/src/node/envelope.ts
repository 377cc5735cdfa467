// How a text lies in its file: one JSON object that says what it is, and of which version.
import { createCipheriv, createDecipheriv, randomBytes, type ScryptOptions, scrypt } from 'node:crypto'
import { parseJson, record } from '../json.ts'
import { refuseFile } from './refuseFile.ts'

/** Puts a text into what its file holds, and takes it out again. */
export interface Envelope {
  seal(text: string): Promise<string>
  open(content: string): Promise<string>
}

const FORMAT = 'foyer-file'
const VERSION = 1
/** Bound to what is encrypted: no other version can be made of it. */
const AUTHENTICATED = Buffer.from(`${FORMAT} ${VERSION}`)

/** The text as it is. */
export function createPlainEnvelope(path: string): Envelope {
  return {
    seal: async (text) => JSON.stringify({ format: FORMAT, version: VERSION, text }),
    async open(content) {
      const { text, ciphertext } = fieldsOf(content, path)
      if (typeof text === 'string') return text
      if (ciphertext === undefined) throw garbled(path)
      throw refuseFile('read', path, 'it is encrypted. Give the passphrase that it was written with.')
    },
  }
}

/** What a key is derived by. OWASP's figures for scrypt: 128 MiB, and some tenths of a second. */
const COST = { N: 2 ** 17, r: 8, p: 1 }
/** What a file may ask for at most, before anybody knows whose it is. */
const HIGHEST_COST = { N: 2 ** 18, r: 8, p: 4 }
const [SALT_BYTES, KEY_BYTES, NONCE_BYTES, TAG_BYTES] = [16, 32, 12, 16]

type Cost = typeof COST
interface DerivedKey {
  cost: Cost
  salt: Buffer
  key: Buffer
}

/**
 * The text encrypted and authenticated: AES-256-GCM, by a key that scrypt derives. The key is derived once for a salt: the
 * one of the file that was opened last, or a random one where there was none.
 */
export function createSealedEnvelope(path: string, passphrase: string): Envelope {
  let known: DerivedKey | undefined

  async function derive(cost: Cost, salt: Buffer): Promise<DerivedKey> {
    const isKnown = known?.salt.equals(salt) && JSON.stringify(known.cost) === JSON.stringify(cost)
    return known && isKnown ? known : { cost, salt, key: await deriveKey(passphrase, cost, salt) }
  }
  /** A file of a lower cost, which somebody else may have chosen, is read but not gone on with. */
  const isOurs = ({ cost }: DerivedKey) => JSON.stringify(cost) === JSON.stringify(COST)

  return {
    async seal(text) {
      known ??= await derive(COST, randomBytes(SALT_BYTES))
      const nonce = randomBytes(NONCE_BYTES)
      const cipher = createCipheriv('aes-256-gcm', known.key, nonce, { authTagLength: TAG_BYTES })
      cipher.setAAD(AUTHENTICATED)
      // As JSON every text comes back as it was, half a surrogate pair too.
      const ciphertext = Buffer.concat([cipher.update(JSON.stringify(text), 'utf8'), cipher.final()])
      return JSON.stringify({
        format: FORMAT,
        version: VERSION,
        scrypt: { ...known.cost, salt: encode(known.salt) },
        'aes-256-gcm': { nonce: encode(nonce), tag: encode(cipher.getAuthTag()) },
        ciphertext: encode(ciphertext),
      })
    },
    async open(content) {
      const fields = fieldsOf(content, path)
      if (typeof fields.text === 'string') {
        const reason = 'it is not encrypted, though a passphrase is given. Remove the file, or give no passphrase.'
        throw refuseFile('read', path, reason)
      }
      const cost = readCost(fields.scrypt)
      const salt = decode(record(fields.scrypt).salt, SALT_BYTES)
      const { nonce, tag } = record(fields['aes-256-gcm'])
      const sealed = { nonce: decode(nonce, NONCE_BYTES), tag: decode(tag, TAG_BYTES) }
      const ciphertext = decode(fields.ciphertext)
      if (!cost || !salt || !sealed.nonce || !sealed.tag || !ciphertext) throw garbled(path)
      const derived = await derive(cost, salt)
      const decipher = createDecipheriv('aes-256-gcm', derived.key, sealed.nonce, { authTagLength: TAG_BYTES })
      decipher.setAAD(AUTHENTICATED)
      decipher.setAuthTag(sealed.tag)
      let text: unknown
      try {
        text = parseJson(Buffer.concat([decipher.update(ciphertext), decipher.final()]).toString('utf8'))
      } catch {
        const reason = 'the passphrase is another than it was written with, or somebody has changed the file. '
        throw refuseFile('read', path, `${reason}Give the right one, or remove the file and sign in again.`)
      }
      if (typeof text !== 'string') throw garbled(path)
      if (isOurs(derived)) known = derived
      return text
    },
  }
}

function deriveKey(passphrase: string, { N, r, p }: Cost, salt: Buffer): Promise<Buffer> {
  // scrypt needs 128 · N · r bytes and a little; what is allowed by itself is 32 MiB.
  const options: ScryptOptions = { N, r, p, maxmem: 128 * N * r + 2 ** 20 }
  return new Promise((resolve, reject) => {
    // One form for a letter that keyboards compose in several ways.
    scrypt(passphrase.normalize('NFC'), salt, KEY_BYTES, options, (error, key) =>
      error ? reject(error) : resolve(key),
    )
  })
}

/** What a file asks for; undefined when that is more than it may, or nothing that scrypt knows. */
function readCost(value: unknown): Cost | undefined {
  const { N, r, p } = record(value)
  const isCount = (value: unknown, most: number): value is number =>
    Number.isInteger(value) && (value as number) >= 1 && (value as number) <= most
  if (!isCount(N, HIGHEST_COST.N) || !isCount(r, HIGHEST_COST.r) || !isCount(p, HIGHEST_COST.p)) return undefined
  return N > 1 && Number.isInteger(Math.log2(N)) ? { N, r, p } : undefined
}

function fieldsOf(content: string, path: string): Record<string, unknown> {
  const fields = record(parseJson(content))
  if (fields.format !== FORMAT) throw garbled(path)
  if (fields.version === VERSION) return fields
  const reason = 'another version of @foyer/client wrote it. Use that one, or remove the file and sign in again.'
  throw refuseFile('read', path, reason)
}

const garbled = (path: string) =>
  refuseFile('read', path, 'it is no file of this store, or is garbled. Remove it, or give another path.')

const encode = (bytes: Buffer) => bytes.toString('base64')

/** Bytes of the right number in their one spelling; undefined for anything else. */
function decode(value: unknown, length?: number): Buffer | undefined {
  if (typeof value !== 'string') return undefined
  const bytes = Buffer.from(value, 'base64')
  return encode(bytes) === value && (length === undefined || bytes.length === length) ? bytes : undefined
}
