import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

// webOS 6, of 2021, runs Chrome 79.
export default defineConfig({ plugins: [react()], build: { target: 'chrome79' } })
