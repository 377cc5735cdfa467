// What the platforms give an app for leaving it: Samsung's Tizen by its own script, LG's webOS by webOSTV.js.
declare global {
  interface Window {
    tizen?: { application: { getCurrentApplication(): { exit(): void } } }
    webOS?: { platformBack(): void }
  }
}

/** Whether the platform wants the app to ask first. LG's own launcher has what one comes back from by itself. */
export const canLeaveByQuestion = () => window.tizen !== undefined

/** Leaves the app: on Tizen it ends, on webOS the launcher is shown; in a browser there is nowhere to go. */
export function leave() {
  window.tizen?.application.getCurrentApplication().exit()
  window.webOS?.platformBack()
}
