import { encode } from 'fast-png'
import { generate } from 'lean-qr'

/** How many modules are left empty around the code, as readers want it. */
const quietModules = 4
const pixelsPerModule = 8

/** A QR code of a text, as the bytes of a PNG. */
export function drawQr(text: string): Uint8Array<ArrayBuffer> {
  const code = generate(text)
  const width = (code.size + 2 * quietModules) * pixelsPerModule
  const moduleAt = (pixel: number) => Math.floor(pixel / pixelsPerModule) - quietModules
  const data = Uint8Array.from({ length: width * width }, (_, index) =>
    code.get(moduleAt(index % width), moduleAt(Math.floor(index / width))) ? 0 : 255,
  )
  return new Uint8Array(encode({ width, height: width, data, channels: 1 }))
}
