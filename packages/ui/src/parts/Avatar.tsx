'use client'

import type { ReactNode } from 'react'

/** Shows a round picture of a person, and their initials until it has loaded, or when it does not load. */
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

/** Gives the first letter, digit or pictograph of the first word and of the last word that have one. */
function initials(name: string): string {
  const firsts = name.split(/\s+/).flatMap((word) => /[\p{L}\p{N}\p{Extended_Pictographic}]/u.exec(word)?.[0] ?? [])
  return [...new Set([0, firsts.length - 1])].map((at) => firsts[at]?.toLocaleUpperCase() ?? '').join('')
}
