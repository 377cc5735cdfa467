/** All of them old enough to belong to everyone. */
export const films = {
  'trip-to-the-moon': {
    title: 'A Trip to the Moon',
    about: '1902 · Georges Méliès · 13 min',
    line: 'Six astronomers, one cannon, and a moon that minds.',
  },
  'sherlock-jr': {
    title: 'Sherlock Jr.',
    about: '1924 · Buster Keaton · 45 min',
    line: 'A projectionist falls asleep and walks into the film.',
  },
  'prince-achmed': {
    title: 'The Adventures of Prince Achmed',
    about: '1926 · Lotte Reiniger · 65 min',
    line: 'Scissors, black card and a flying horse.',
  },
  nosferatu: {
    title: 'Nosferatu',
    about: '1922 · F. W. Murnau · 94 min',
    line: 'The guest who never leaves before dawn.',
  },
  metropolis: {
    title: 'Metropolis',
    about: '1927 · Fritz Lang · 153 min',
    line: 'Above, the gardens. Below, the shift that never ends.',
  },
  caligari: {
    title: 'The Cabinet of Dr. Caligari',
    about: '1920 · Robert Wiene · 77 min',
    line: 'Not one straight wall, nor one straight answer.',
  },
  'safety-last': {
    title: 'Safety Last!',
    about: '1923 · Fred Newmeyer and Sam Taylor · 73 min',
    line: 'Twelve storeys, no ladder, and a clock to hold on to.',
  },
  'the-general': {
    title: 'The General',
    about: '1926 · Buster Keaton and Clyde Bruckman · 79 min',
    line: 'They stole his engine. He follows, on foot if he must.',
  },
  haxan: {
    title: 'Häxan',
    about: '1922 · Benjamin Christensen · 105 min',
    line: 'A lecture on witches that gets out of hand.',
  },
  sunrise: {
    title: 'Sunrise',
    about: '1927 · F. W. Murnau · 94 min',
    line: 'Two people cross a lake, and come back others.',
  },
  'steamboat-bill-jr': {
    title: 'Steamboat Bill, Jr.',
    about: '1928 · Charles Reisner · 70 min',
    line: 'A house falls on a man, who stands in the right place.',
  },
  phantom: {
    title: 'The Phantom of the Opera',
    about: '1925 · Rupert Julian · 93 min',
    line: 'Box five is taken. It always was.',
  },
} as const

export type FilmId = keyof typeof films

export const shelves: readonly { readonly title: string; readonly films: readonly FilmId[] }[] = [
  {
    title: 'On Friday’s ballot',
    films: [
      'sherlock-jr',
      'prince-achmed',
      'nosferatu',
      'trip-to-the-moon',
      'safety-last',
      'sunrise',
      'metropolis',
      'the-general',
    ],
  },
  {
    title: 'With the lights on',
    films: ['nosferatu', 'haxan', 'caligari', 'phantom', 'metropolis'],
  },
  {
    title: 'Laughing out loud',
    films: ['the-general', 'safety-last', 'steamboat-bill-jr', 'sherlock-jr', 'trip-to-the-moon'],
  },
]
