import { generate } from 'lean-qr/nano'
import { memo, type ReactNode } from 'react'

/** How many modules are left empty around the code: with fewer, readers that keep to the standard don't find it. */
const QUIET_MODULES = 4

/**
 * Shows a QR code. It is drawn here, so that no image service learns the code in it, and not anew with each second that
 * a countdown beside it takes.
 */
export const QrCode = memo(function QrCode({ text }: { text: string }): ReactNode {
  const code = generate(text)
  let path = ''
  for (let y = 0; y < code.size; y++) {
    for (let x = 0; x < code.size; x++) if (code.get(x, y)) path += `M${x} ${y}h1v1h-1z`
  }
  const size = code.size + 2 * QUIET_MODULES
  return (
    <svg
      aria-hidden="true"
      // The drawing has a size of its own, because without a style sheet it would fill the page.
      width="240"
      height="240"
      viewBox={`${-QUIET_MODULES} ${-QUIET_MODULES} ${size} ${size}`}
      shapeRendering="crispEdges"
    >
      <path d={path} />
    </svg>
  )
})
