import react from '@vitejs/plugin-react'
import { defineConfig, loadEnv } from 'vite'
import { contentSecurityPolicy } from '../contentSecurityPolicy.ts'

export default defineConfig(({ mode }) => ({
  plugins: [react(), contentSecurityPolicy(loadEnv(mode, import.meta.dirname).VITE_PLEX_URL)],
}))
