// A visitor of Reelroom, in any engine.
import type { Emulator, Person } from '@foyer/emulator'
import { en } from '@foyer/ui/messages/en'
import type { Tab } from './Tab.ts'
import { expect } from './test.ts'

export const words = {
  login: { label: 'E-mail or username' },
  password: { label: 'Password' },
  submit: { part: 'submit' },
  code: { label: 'Verification code' },
  withWindow: { role: 'button', name: en.pin.button },
  withThisTab: { role: 'button', name: en.pin.buttonHere },
  withCode: { role: 'button', name: en.link.instead },
  signOut: { role: 'button', name: 'Sign out' },
  approve: { role: 'button', name: 'Approve' },
} as const

export const visitorOn = (tab: Tab) => ({
  async submitCredentials(person: Person) {
    await tab.click(words.login)
    await tab.type(person.login)
    await tab.click(words.password)
    await tab.type(person.password)
    await tab.click(words.submit)
  },
  /** The account of this person, and of nobody else. */
  async seesAccountOf({ title, login }: Person) {
    await tab.sees({ role: 'region', name: title })
    await tab.sees({ text: login })
  },
  async seesSignIn() {
    await tab.sees(words.submit)
    await tab.sees(words.withWindow)
    await tab.seesNo(words.signOut)
  },
})

/** What a person does on plex.tv's page. */
export async function approve(tab: Tab, { title }: Person) {
  await tab.click({ text: title })
  await tab.click(words.approve)
}

/** A sign-in is one pin, however many looks. */
export function seesOnePin(emulator: Emulator) {
  expect(emulator.pins().map(({ status }) => status)).toHaveLength(1)
}
