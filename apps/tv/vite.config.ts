import react from '@vitejs/plugin-react'
import { defineConfig, loadEnv } from 'vite'
import { contentSecurityPolicy } from '../contentSecurityPolicy.ts'
import { firstPicture } from './firstPicture.ts'
import { inlineStyle } from './inlineStyle.ts'

export default defineConfig(({ mode, command }) => ({
  plugins: [
    react(),
    contentSecurityPolicy(loadEnv(mode, import.meta.dirname).VITE_PLEX_URL),
    firstPicture(),
    inlineStyle(),
  ],
  // Chrome 68 has no globalThis, which zod names. Only the source of the client asks for zod: the package does not.
  define: command === 'build' ? { globalThis: 'self' } : {},
  build: {
    // webOS 5, of 2020, runs Chrome 68, and Tizen 5.5 Chrome 69.
    target: 'chrome68',
    // For Chrome 68, logical margins would become lists of :lang() that it does not take.
    cssTarget: 'chrome79',
    // What Vite loads beside a module it loads with Promise.allSettled, which came with Chrome 76.
    cssCodeSplit: false,
    modulePreload: false,
    // What the code on the screen needs is one script: Rolldown (1.2.19) makes two of it where the app uses more of it
    // later, and the second is asked for only when the first is there.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'start', tags: ['$initial'] }] } } },
  },
}))
