import { Content, Item, Label, Root, Separator, Trigger } from '@radix-ui/react-dropdown-menu'
import { Fragment, forwardRef, type ReactNode, type RefObject, useEffect, useImperativeHandle, useRef } from 'react'

/** What can be chosen in a menu. */
interface MenuChoice {
  /** Tells it apart from the others, and names it for styles. */
  part: string
  label: ReactNode
  onSelect: () => void
}

/** What {@link Menu} takes. */
interface MenuProps {
  /** What opens it, and names it. */
  button: RefObject<HTMLButtonElement | null>
  isOpen: boolean
  onOpenChange: (isOpen: boolean) => void
  /** Whether a key opened it, or a screen reader: the first choice has the focus then. */
  isByKey: boolean
  /** Stands above the choices; `descriptionId` is the element in it that describes the menu. */
  head: ReactNode
  descriptionId: string
  /** What belongs together; a line stands between two groups. */
  groups: readonly (readonly MenuChoice[])[]
}

/**
 * Shows a menu beside a button that stands in the page already. Radix's menu has the keys, the focus, the place and the
 * roles. It is not modal, so that it brings no style element that a page's policy would have to allow; and it stands
 * beside its button, not at the end of the page, so that the app's colours, its direction and its dialogs hold for it.
 */
export function Menu({ button, isOpen, onOpenChange, isByKey, head, descriptionId, groups }: MenuProps): ReactNode {
  const content = useRef<HTMLDivElement>(null)
  useEffect(() => {
    // Radix does so for the keys that it saw, and it was not there yet for the first of them.
    if (isOpen && isByKey)
      content.current?.querySelector<HTMLElement>('[role="menuitem"]')?.focus({ preventScroll: true })
  }, [isOpen, isByKey])
  const isRightToLeft = isOpen && button.current && getComputedStyle(button.current).direction === 'rtl'
  return (
    <Root open={isOpen} onOpenChange={onOpenChange} modal={false} dir={isRightToLeft ? 'rtl' : 'ltr'}>
      <Trigger asChild>
        <Standing button={button} />
      </Trigger>
      <Content
        ref={content}
        className="foyer-menu"
        data-part="menu"
        align="end"
        sideOffset={8}
        collisionPadding={8}
        aria-labelledby={button.current?.id}
        aria-describedby={descriptionId}
        onInteractOutside={(event) => {
          // The button closes what it has opened by itself.
          if (button.current?.contains(event.target as Node)) event.preventDefault()
        }}
        onCloseAutoFocus={(event) => {
          // What was chosen may have taken the focus elsewhere: into a dialog, say.
          if (document.activeElement !== document.body) event.preventDefault()
        }}
        onKeyDown={(event) => {
          if (event.key === 'Tab') onOpenChange(false)
        }}
      >
        <Label className="foyer-menu-head">{head}</Label>
        {groups.map((group, at) => (
          <Fragment key={group[0]?.part}>
            {at > 0 && <Separator className="foyer-menu-line" />}
            {group.map(({ part, label, onSelect }) => (
              <Item key={part} className="foyer-menu-item" data-part={part} onSelect={() => onSelect()}>
                {label}
              </Item>
            ))}
          </Fragment>
        ))}
      </Content>
    </Root>
  )
}

/** Is to Radix what the button is to the page. */
const Standing = forwardRef<HTMLButtonElement, Pick<MenuProps, 'button'>>(function Standing({ button }, ref) {
  useImperativeHandle(ref, () => button.current as HTMLButtonElement, [button])
  return null
})
