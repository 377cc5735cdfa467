import commonjs from '@rollup/plugin-commonjs'
import resolve from '@rollup/plugin-node-resolve'
import replace from '@rollup/plugin-replace'
import terser from '@rollup/plugin-terser'
import css from 'rollup-plugin-import-css'

export default {
  input: './main.js',
  output: { dir: 'dist/rollup', format: 'es' },
  plugins: [
    replace({ 'process.env.NODE_ENV': '"production"', preventAssignment: true }),
    css({ output: 'main.css' }),
    resolve({ browser: true }),
    commonjs(),
    terser(),
  ],
  onwarn(warning, warn) {
    // Every file of a package for server components has one.
    if (warning.code !== 'MODULE_LEVEL_DIRECTIVE') warn(warning)
  },
}
