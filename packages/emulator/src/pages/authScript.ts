/**
 * The auth page's script. It is sent to the browser as its own source (`toString`), so it stands on nothing outside of
 * itself; and it writes with text nodes only, for all that it shows comes from the address.
 */
export function authScript(): void {
  type Approval = { status: 'approving' } | { status: 'approved'; forwardTo: string | null }
  interface Found {
    warning: 'security-alert' | 'not-hosted-by-plex' | null
    people: { name: string; title: string; login: string }[]
  }

  const again = 500
  const main = document.querySelector('main')
  // A window that is used again is given another fragment, without loading anew: what the last one began is then
  // dropped.
  let turn = 0

  const element = (tag: string, attributes: Record<string, string>, ...inside: (Node | string)[]) => {
    const made = document.createElement(tag)
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value)
    made.append(...inside)
    return made
  }
  const show = (title: string, ...content: Node[]) => {
    const heading = element('h1', { tabindex: '-1' }, title)
    document.title = title
    main?.replaceChildren(heading, ...content)
    heading.focus()
  }
  const isolated = (text: string) => element('bdi', {}, text)

  /** Both spellings of the fragment in use: `#?…` and `#!?…`. */
  const askedFor = () => {
    const given = new URLSearchParams(location.hash.replace(/^#!?\/?\??/, ''))
    const said = (key: string) => given.get(key) ?? ''
    return {
      clientID: said('clientID'),
      code: said('code'),
      product: said('context[device][product]'),
      forwardUrl: said('forwardUrl'),
    }
  }

  const post = async <T>(path: string, fields: Record<string, string>): Promise<T | null> => {
    const response = await fetch(path, { method: 'POST', body: new URLSearchParams(fields) })
    return response.json()
  }

  const giveUp = () =>
    show(
      'We were unable to complete this request',
      element('p', {}, 'Go back to the app, and sign in from there once more.'),
    )

  const warnings = {
    'security-alert': () =>
      element(
        'p',
        { class: 'alert', role: 'alert' },
        element('strong', {}, 'Security Alert'),
        'Another device, at another network address, is attempting to sign in. Go on only if it is yours.',
      ),
    'not-hosted-by-plex': (product: string) =>
      element('p', { class: 'note' }, isolated(product), ' is not hosted by Plex. Go on only if you trust it.'),
  }

  const ask = ({ warning, people }: Found, product: string, approve: (person: Found['people'][number]) => void) => {
    const form = element('form', {})
    const choices = people.map(({ name, title, login }, index) =>
      element(
        'label',
        { class: 'person' },
        element('input', { type: 'radio', name: 'name', value: name, ...(index === 0 && { checked: '' }) }),
        element('span', {}, isolated(title), ' ', element('small', {}, login)),
      ),
    )
    form.append(
      element('fieldset', {}, element('legend', {}, 'Continue as'), ...choices),
      element('button', {}, 'Approve'),
    )
    form.addEventListener('submit', (event) => {
      event.preventDefault()
      const chosen = form.querySelector<HTMLInputElement>('input:checked')?.value
      const person = people.find(({ name }) => name === chosen)
      if (person) approve(person)
    })
    show(
      'Sign in with Plex',
      element('p', {}, isolated(product), ' asks to sign in with a Plex account.'),
      ...(warning ? [warnings[warning](product)] : []),
      form,
    )
  }

  const approve = async (asked: ReturnType<typeof askedFor>, name: string, title: string, mine: number) => {
    const answer = await post<Approval>('/auth/approve', { ...asked, name })
    if (mine !== turn) return
    if (!answer) return giveUp()
    if (answer.status === 'approving') {
      setTimeout(() => void approve(asked, name, title, mine).catch(giveUp), again)
      return
    }
    if (answer.forwardTo !== null) return location.assign(answer.forwardTo)
    // The real page does not close itself either: that is left to whoever opened it.
    show(
      'You may close this window',
      element('p', { role: 'status' }, isolated(asked.product), ' is signed in as ', isolated(title), '.'),
    )
  }

  const begin = async () => {
    turn += 1
    const mine = turn
    const asked = askedFor()
    const found = await post<Found>('/auth/pin', asked)
    if (mine !== turn) return
    if (!found) return giveUp()
    ask(found, asked.product, ({ name, title }) => {
      show('Approving…', element('p', { role: 'status' }, 'This takes a moment.'))
      void approve(asked, name, title, mine).catch(giveUp)
    })
  }

  addEventListener('hashchange', () => void begin().catch(giveUp))
  void begin().catch(giveUp)
}
