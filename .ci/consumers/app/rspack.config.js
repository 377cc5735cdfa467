import { resolve } from 'node:path'
import { rspack } from '@rspack/core'

export default {
  mode: 'production',
  entry: './main.js',
  output: { path: resolve('dist/rspack'), filename: 'main.js', publicPath: './' },
  module: {
    rules: [{ test: /\.css$/, use: [rspack.CssExtractRspackPlugin.loader, 'css-loader'], type: 'javascript/auto' }],
  },
  plugins: [new rspack.CssExtractRspackPlugin()],
  performance: false,
}
