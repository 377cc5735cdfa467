import { type ComponentType, lazy, type ReactNode, Suspense } from 'react'

// Nobody needs it for the first picture. Should it not load, the code and the address are enough.
const QrCode = lazy(
  (): Promise<{ default: ComponentType<{ text: string }> }> =>
    import('./QrCode.tsx').then(
      (module) => ({ default: module.QrCode }),
      () => ({ default: () => null }),
    ),
)

/** A QR code once its drawing has loaded; nothing before. */
export function LazyQrCode({ text }: { text: string }): ReactNode {
  return (
    <Suspense>
      <QrCode text={text} />
    </Suspense>
  )
}
