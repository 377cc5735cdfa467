import { callApp } from '@foyer/client'
import { useEffect, useRef } from 'react'

/** Tells the app each text that differs from the one before; an empty one is none. What it throws is reported, and changes nothing here. */
export function useAnnouncement(onAnnounce: ((text: string) => void) | undefined, text: string) {
  const announce = useRef(onAnnounce)
  useEffect(() => {
    announce.current = onAnnounce
  })
  useEffect(() => {
    if (text) callApp(announce.current, text)
  }, [text])
}
