import { version } from 'react'
import { version as domVersion } from 'react-dom'
import { expect, test } from 'vitest'

test('these tests run on the React that their project is named for', ({ task }) => {
  const major = task.file.projectName === 'dom-react-18' ? /^18\./ : /^19\./
  expect([version, domVersion]).toEqual([expect.stringMatching(major), expect.stringMatching(major)])
})
