import type { ReactNode } from 'react'

/** What the app may put into a card, above its title and at its end. Its own styles apply in there. */
export interface CardSlots {
  /** Above the title. */
  logo?: ReactNode | undefined
  /** At the end: terms, a link to help. */
  footer?: ReactNode | undefined
}

/** The beginning of a card. */
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

/** The end of a card. */
export function CardFoot({ footer }: { footer: ReactNode }): ReactNode {
  if (!footer) return null
  return (
    <div className="foyer-slot foyer-footer" data-part="footer">
      {footer}
    </div>
  )
}
