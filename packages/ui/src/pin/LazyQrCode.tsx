import { type ComponentType, lazy, type ReactNode, Suspense } from 'react'

// Nobody needs the QR code for the first picture. Should its script not load, the code and the address are enough.
const QrCode = lazy(
  (): Promise<{ default: ComponentType<{ text: string }> }> =>
    import('./QrCode.tsx').then(
      (module) => ({ default: module.QrCode }),
      () => ({ default: () => null }),
    ),
)

/** Shows a QR code once the script that draws it has loaded, and nothing before. */
export function LazyQrCode({ text }: { text: string }): ReactNode {
  return (
    <Suspense>
      <QrCode text={text} />
    </Suspense>
  )
}
