import type { ReactNode } from 'react'

/**
 * Shows a text with its `{name}`s filled in. What is filled in may be written in another direction than the text around
 * it.
 */
export function Message({ text, ...values }: { text: string; [name: string]: string }): ReactNode {
  return (
    <span>
      {text.split(/\{(\w+)\}/).map((part, at) =>
        // Every other part is the name of a value.
        at % 2 ? <bdi key={part}>{values[part]}</bdi> : part,
      )}
    </span>
  )
}
