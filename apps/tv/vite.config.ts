import react from '@vitejs/plugin-react'
import { defineConfig, loadEnv } from 'vite'
import { contentSecurityPolicy } from '../contentSecurityPolicy.ts'

export default defineConfig(({ mode }) => ({
  plugins: [react(), contentSecurityPolicy(loadEnv(mode, import.meta.dirname).VITE_PLEX_URL)],
  // Chrome 68 has no globalThis, which zod names.
  define: { globalThis: 'self' },
  build: {
    // webOS 5, of 2020, runs Chrome 68, and Tizen 5.5 Chrome 69.
    target: 'chrome68',
    // For Chrome 68, logical margins would become lists of :lang() that it does not take.
    cssTarget: 'chrome79',
  },
}))
