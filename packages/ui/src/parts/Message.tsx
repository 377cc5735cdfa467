import type { ReactNode } from 'react'

/** A text with its `{name}`s filled in; each is kept apart from the text around it, whichever way it is written. */
export function Message({ text, ...values }: { text: string; [name: string]: string }): ReactNode {
  return (
    <span>
      {text.split(/\{(\w+)\}/).map((part, at) =>
        // A part's place is its identity: the text is constant.
        // Every other one is a name.
        at % 2 ? <bdi key={part}>{values[part]}</bdi> : part,
      )}
    </span>
  )
}
