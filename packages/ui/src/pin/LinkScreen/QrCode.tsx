import { generate } from 'lean-qr/nano'
import { memo, type ReactNode } from 'react'

/** A QR code, drawn here, and not anew each second: the code that it holds goes to nobody else. */
export const QrCode = memo(function QrCode({ text }: { text: string }): ReactNode {
  const code = generate(text)
  let path = ''
  for (let y = 0; y < code.size; y++) {
    for (let x = 0; x < code.size; x++) if (code.get(x, y)) path += `M${x} ${y}h1v1h-1z`
  }
  return (
    <svg aria-hidden="true" viewBox={`0 0 ${code.size} ${code.size}`} shapeRendering="crispEdges">
      <path d={path} />
    </svg>
  )
})
