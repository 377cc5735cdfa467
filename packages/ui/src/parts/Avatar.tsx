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
  // Chrome 68 has no flatMap, and stops at a pattern with Extended_Pictographic in it.
  const firsts = name
    .split(/\s+/)
    .map((word) => /[\p{L}\p{N}\p{So}]/u.exec(word)?.[0])
    .filter(Boolean)
  return [...new Set([0, firsts.length - 1])].map((at) => firsts[at]?.toLocaleUpperCase() ?? '').join('')
}
