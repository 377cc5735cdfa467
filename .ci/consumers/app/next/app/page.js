'use client'

import { createElement } from 'react'
import { Page } from '../../Page.js'

export default function Home() {
  return createElement(Page)
}
