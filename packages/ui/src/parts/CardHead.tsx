import type { ReactNode } from 'react'

/** What the app may put into a card. The app's own styles apply to it. */
export interface CardSlots {
  /** Stands above the title. */
  logo?: ReactNode | undefined
  /** Stands at the end: terms, or a link to help. */
  footer?: ReactNode | undefined
}

/** Begins a card, with its logo, title and subtitle. */
export function CardHead(props: {
  id?: string | undefined
  logo: ReactNode
  title: ReactNode
  subtitle: ReactNode
}): ReactNode {
  const { id, logo, title, subtitle } = props
  return (
    <>
      {logo && (
        <div className="foyer-slot foyer-logo" data-part="logo">
          {logo}
        </div>
      )}
      <h2 id={id} className="foyer-title" data-part="title">
        {title}
      </h2>
      {subtitle && <p className="foyer-subtitle">{subtitle}</p>}
    </>
  )
}

/** Ends a card that has a footer. */
export function CardFoot({ footer }: { footer: ReactNode }): ReactNode {
  return (
    <div className="foyer-slot foyer-footer" data-part="footer">
      {footer}
    </div>
  )
}
