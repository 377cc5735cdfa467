'use client'

import { useRouter, useSearchParams } from 'next/navigation'

const genres = ['comedy', 'western']

/** What is shown is in the URL: each button writes one of its parameters, and keeps the rest. */
export function Genres() {
  const router = useRouter()
  const params = useSearchParams()
  const choose = (genre: string) => {
    const next = new URLSearchParams(params)
    next.set('genre', genre)
    router.push(`?${next}`)
  }
  return genres.map((genre) => (
    <button key={genre} type="button" onClick={() => choose(genre)}>
      {genre}
    </button>
  ))
}
