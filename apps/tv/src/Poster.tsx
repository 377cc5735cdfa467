import type { ReactNode } from 'react'
import { type FilmId, films } from './films.ts'

interface Art {
  ground: string
  ink: string
  /** The title as it is set, and the first line's height. */
  lines: readonly string[]
  top?: number
  picture: ReactNode
}

/** Flat shapes, two or three colours: cut paper rather than print. On a field of 200 by 300. */
const art: Record<FilmId, Art> = {
  'trip-to-the-moon': {
    ground: '#20303a',
    ink: '#efe3c2',
    lines: ['A Trip to', 'the Moon'],
    top: 244,
    picture: (
      <>
        <circle cx="96" cy="118" r="74" fill="#e6d7ac" />
        <circle cx="70" cy="108" r="9" fill="#20303a" />
        <path d="M66 152q28 20 58 0" fill="none" stroke="#20303a" strokeWidth="6" strokeLinecap="round" />
        <path d="M100 116q14-24 34-30l50-30 16 26-50 30q-18 14-50 4z" fill="#a8442f" />
        <path d="m176 60 18-22 26 44-28-4z" fill="#6f2a1c" />
      </>
    ),
  },
  'sherlock-jr': {
    ground: '#7e2636',
    ink: '#f6e9d8',
    lines: ['Sherlock', 'Jr.'],
    top: 42,
    picture: (
      <>
        <path d="M0 108h200v150H0z" fill="#f0dfc4" />
        <path d="M0 258h200v42H0z" fill="#5d1a27" />
        <circle cx="112" cy="170" r="46" fill="#7e2636" stroke="#1f1216" strokeWidth="12" />
        <path d="m78 204-44 52" stroke="#1f1216" strokeWidth="16" strokeLinecap="round" />
        <path d="M84 158h56l-6-8h-8v-14H98v14h-8z" fill="#f0dfc4" />
      </>
    ),
  },
  'prince-achmed': {
    ground: '#1e6262',
    ink: '#f3dfa6',
    lines: ['Prince', 'Achmed'],
    top: 44,
    picture: (
      <>
        <path d="M152 92a38 38 0 1 0 20 66 46 46 0 0 1-20-66z" fill="#f3dfa6" />
        <path d="M0 300v-62h22v-30c0-16 12-22 16-34 4 12 16 18 16 34v30h20v-58c0-24 20-32 26-50 6 18 26 26 26 50v58h74v62z" />
      </>
    ),
  },
  nosferatu: {
    ground: '#4a563c',
    ink: '#e6e4cc',
    lines: ['Nosferatu'],
    top: 274,
    picture: (
      <>
        <path d="M30 26h140v214H30z" fill="#b9bb8f" />
        <path d="M96 26h8v214h-8zM30 122h140v8H30z" fill="#4a563c" />
        <path d="M60 240c0-74 4-92 26-104-8-16-10-50 14-54 24 4 22 38 14 54 22 12 26 30 26 104z" fill="#14160f" />
        <path
          d="M132 176l34-38m-28 44 40-32m-38 42 42-20"
          stroke="#14160f"
          strokeWidth="7"
          strokeLinecap="round"
          fill="none"
        />
        <path d="m86 116-12-18 14 4zm28 0 12-18-14 4z" fill="#14160f" />
      </>
    ),
  },
  metropolis: {
    ground: '#16202b',
    ink: '#e3b860',
    lines: ['Metropolis'],
    top: 46,
    picture: (
      <>
        <path d="M14 300V150h34v150zm136 0V136h36v164z" fill="#33465a" />
        <path d="M48 300V112h26v188zm78 0V100h24v200z" fill="#4f6a83" />
        <path d="M74 300V128l26-46 26 46v172z" fill="#e3b860" />
        <path d="M94 300V150h12v150z" fill="#16202b" />
        <path d="M0 218h200v8H0zm0 34h200v8H0z" fill="#16202b" />
      </>
    ),
  },
  caligari: {
    ground: '#d8cfbb',
    ink: '#17130f',
    lines: ['Dr.', 'Caligari'],
    top: 44,
    picture: (
      <>
        <path d="m0 300 34-196 40 22-16 174zm200 0-26-214-46 50 20 164z" fill="#17130f" />
        <path d="m58 300 16-160 54-18 20 178z" fill="#8f8570" />
        <path d="m84 300 6-112 30-12 10 124z" fill="#d8cfbb" />
        <path d="m96 300 4-66 10-24 8 22 4 68z" fill="#17130f" />
        <path d="m0 96 58-18L0 132z" fill="#8e2f24" />
      </>
    ),
  },
  'safety-last': {
    ground: '#c6812f',
    ink: '#22150a',
    lines: ['Safety', 'Last!'],
    top: 248,
    picture: (
      <>
        <path d="M0 0h64v300H0z" fill="#a4651d" />
        <circle cx="106" cy="104" r="76" fill="#f5e6c8" stroke="#22150a" strokeWidth="10" />
        <path d="M106 104V50" stroke="#22150a" strokeWidth="10" strokeLinecap="round" />
        <path d="m106 104 52 26" stroke="#22150a" strokeWidth="10" strokeLinecap="round" />
        <path d="M154 128v44" stroke="#22150a" strokeWidth="6" />
        <circle cx="154" cy="168" r="11" fill="#22150a" />
        <path d="M144 180h20l-2 34-6 24h-4l-6-24z" fill="#22150a" />
        <path d="M138 162h32v-5h-32z" fill="#f5e6c8" />
      </>
    ),
  },
  'the-general': {
    ground: '#37404d',
    ink: '#f1e6d4',
    lines: ['The', 'General'],
    top: 44,
    picture: (
      <>
        <path d="M84 86h32l-6 46H90z" fill="#14171c" />
        <circle cx="100" cy="174" r="58" fill="#14171c" />
        <circle cx="100" cy="174" r="42" fill="none" stroke="#b9472f" strokeWidth="7" />
        <circle cx="100" cy="174" r="15" fill="#f2d28c" />
        <path d="M36 232h128v16H36z" fill="#b9472f" />
        <path d="m52 248-28 52h24l20-52zm96 0 28 52h-24l-20-52zm-58 0-8 52h36l-8-52z" fill="#14171c" />
      </>
    ),
  },
  haxan: {
    ground: '#231418',
    ink: '#f0b35c',
    lines: ['Häxan'],
    top: 48,
    picture: (
      <>
        <circle cx="140" cy="120" r="40" fill="#f0b35c" />
        <path d="m20 186 134-58" stroke="#0d0709" strokeWidth="7" strokeLinecap="round" />
        <path d="m34 178-34 2 10 30z" fill="#0d0709" />
        <path d="m76 170 22-62 10-18 4 20 24 30-26 16z" fill="#0d0709" />
        <path
          d="M0 300v-30c20 6 22-26 34-42 4 26 20 28 30 6 8-16 6-28 14-40 14 24 14 44 30 40 14-4 10-24 20-34 6 30 24 26 32 10 6 34 22 40 40 28v62z"
          fill="#b03a22"
        />
      </>
    ),
  },
  sunrise: {
    ground: '#e5b566',
    ink: '#331d1a',
    lines: ['Sunrise'],
    top: 50,
    picture: (
      <>
        <path d="M22 190a78 78 0 0 1 156 0z" fill="#b4402c" />
        <path d="M0 190h200v110H0z" fill="#331d1a" />
        <path d="M40 212h120v7H40zm22 24h76v7H62zm18 24h40v7H80z" fill="#b4402c" />
        <path d="M66 190q34 22 68 0l-10 16H76z" fill="#e5b566" />
      </>
    ),
  },
  'steamboat-bill-jr': {
    ground: '#7d9aa2',
    ink: '#1b1f22',
    lines: ['Steamboat', 'Bill, Jr.'],
    top: 42,
    picture: (
      <>
        <path d="m22 300 12-160 66-50 66 50 12 160z" fill="#f0e6d2" />
        <path d="m34 140 66-50 66 50 14 2L100 80 20 142z" fill="#8c3a2e" />
        <path d="M78 158h44v66H78z" fill="#7d9aa2" />
        <path d="M44 238h28v62H44zm84 0h28v62h-28z" fill="#b9ad94" />
        <path d="M92 190h16l3 28-4 6H93l-4-6z" fill="#1b1f22" />
        <circle cx="100" cy="180" r="8" fill="#1b1f22" />
      </>
    ),
  },
  phantom: {
    ground: '#2a1017',
    ink: '#efe4da',
    lines: ['The Phantom', 'of the Opera'],
    top: 248,
    picture: (
      <>
        <path d="M0 0h34c10 70 0 150-34 210zm200 0h-34c-10 70 0 150 34 210z" fill="#8b1f38" />
        <path d="M100 40c42 0 54 32 52 72-2 46-26 88-52 96z" fill="#efe4da" />
        <path d="M114 106q14-14 28 0-14 12-28 0z" fill="#2a1017" />
        <path d="M100 40c-42 0-54 32-52 72 2 46 26 88 52 96z" fill="#120709" />
      </>
    ),
  },
}

/** A film's poster, drawn here; to the ear, its title. */
export function Poster({ film }: { film: FilmId }) {
  const { ground, ink, lines, top = 44, picture } = art[film]
  return (
    <svg className="poster" viewBox="0 0 200 300" role="img" aria-label={films[film].title}>
      <path d="M0 0h200v300H0z" fill={ground} />
      {picture}
      <g fill={ink} textAnchor="middle" className="poster-title">
        {lines.map((line, index) => (
          <text key={line} x="100" y={top + index * 30}>
            {line}
          </text>
        ))}
      </g>
    </svg>
  )
}
