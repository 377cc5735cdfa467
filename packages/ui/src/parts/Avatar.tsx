'use client'

import type { ReactNode } from 'react'

/** A round picture of a person; their initials until it has loaded, and when it does not. */
export function Avatar({ name, url }: { name: string; url: string | null }): ReactNode {
  return (
    <span className="foyer-avatar" data-part="avatar" aria-hidden="true">
      {initials(name)}
      {url && (
        <img
          key={url}
          src={url}
          alt=""
          referrerPolicy="no-referrer"
          onError={(event) => {
            event.currentTarget.hidden = true
          }}
        />
      )}
    </span>
  )
}

/** The first letter, digit or pictograph of the first and of the last word that has one. */
function initials(name: string): string {
  const firsts = name.split(/\s+/).flatMap((word) => /[\p{L}\p{N}\p{Extended_Pictographic}]/u.exec(word)?.[0] ?? [])
  return [...new Set([0, firsts.length - 1])].map((at) => firsts[at]?.toLocaleUpperCase() ?? '').join('')
}
