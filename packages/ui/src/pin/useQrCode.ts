import { useEffect, useState } from 'react'

type QrCodeComponent = typeof import('./QrCode.tsx')['QrCode']

/**
 * Gives what draws QR codes, once its script has come: nobody needs it for the first picture. Should it not come, the
 * code and the address are enough; it is asked for again with each text.
 */
export function useQrCode(text: string | null) {
  const [QrCode, setQrCode] = useState<QrCodeComponent | null>(null)
  const [isMissing, setMissing] = useState(false)
  useEffect(() => {
    if (!text || QrCode) return
    let isWanted = true
    import('./QrCode.tsx').then(
      (module) => isWanted && setQrCode(() => module.QrCode),
      // Chrome before 93 or so never asks twice for a module that did not come: there it stays missing.
      () => isWanted && setMissing(true),
    )
    return () => {
      isWanted = false
    }
  }, [text, QrCode])
  return {
    QrCode,
    status: QrCode && text ? ('drawn' as const) : isMissing ? ('missing' as const) : ('awaited' as const),
  }
}
