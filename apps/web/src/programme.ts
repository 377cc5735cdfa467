/** The films are old enough to belong to everyone; the friends are made up. */
export interface Film {
  readonly id: string
  readonly title: string
  readonly about: string
  readonly line: string
  /** Who has voted for it. */
  readonly votes: readonly string[]
}

export const films: readonly Film[] = [
  {
    id: 'sherlock-jr',
    title: 'Sherlock Jr.',
    about: '1924 · Buster Keaton · 45 min',
    line: 'A projectionist falls asleep and walks into the film.',
    votes: ['Mara', 'Jonas'],
  },
  {
    id: 'prince-achmed',
    title: 'The Adventures of Prince Achmed',
    about: '1926 · Lotte Reiniger · 65 min',
    line: 'Scissors, black card and a flying horse.',
    votes: ['Ilse', 'Teo'],
  },
  {
    id: 'nosferatu',
    title: 'Nosferatu',
    about: '1922 · F. W. Murnau · 94 min',
    line: 'The guest who never leaves before dawn.',
    votes: ['Ruth'],
  },
]

export const guests: readonly { readonly name: string; readonly note: string }[] = [
  { name: 'Mara', note: 'has the sofa and the screen' },
  { name: 'Ilse', note: 'brings the projector' },
  { name: 'Jonas', note: 'brings popcorn' },
  { name: 'Teo', note: 'may be late' },
]

export const tonight: readonly { readonly time: string; readonly title: string; readonly note: string }[] = [
  { time: '19:30', title: 'Doors', note: 'Coats on the bed, shoes by the door' },
  { time: '20:00', title: 'A Trip to the Moon', note: '1902 · Georges Méliès · 13 min' },
  { time: '20:20', title: 'Sherlock Jr.', note: '1924 · Buster Keaton · 45 min' },
  { time: '21:10', title: 'The credits', note: 'Tea, and an argument about the ending' },
]

/** The Friday to come, today if it is one. */
export function nextFriday(today: Date): Date {
  const friday = new Date(today)
  friday.setDate(today.getDate() + ((5 - today.getDay() + 7) % 7))
  return friday
}
