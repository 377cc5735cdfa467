import react from '@vitejs/plugin-react'
import { defineConfig, loadEnv } from 'vite'
import { contentSecurityPolicy } from '../contentSecurityPolicy.ts'

// webOS 6, of 2021, runs Chrome 79.
export default defineConfig(({ mode }) => ({
  plugins: [react(), contentSecurityPolicy(loadEnv(mode, import.meta.dirname).VITE_PLEX_URL)],
  build: { target: 'chrome79' },
}))
