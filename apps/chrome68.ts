// What the browsers of televisions lack: webOS 5, of 2020, is Chrome 68, and Tizen 5.5 is 69. A build lowers syntax,
// and nothing else: a method that is not there throws in the living room, and a rule of CSS that is not known is passed
// over without a word.
import { parseAst } from 'vite'
import { callable, chromeSince } from './chromeSince.ts'

export const CHROME = 68

interface Feature {
  name: string
  /** Where MDN's data has it. */
  path: string
  /** Smallest code that uses it, by which the check is seen to fail. */
  sample: string
}

export interface CssFeature extends Feature {
  pattern: RegExp
}

/** In minified CSS. Only what changes the picture when it is passed over: `forced-color-adjust` may be. */
export const cssFeatures: readonly CssFeature[] = [
  // Of flex: grid has had it longer, and a check by eye can't tell which of the two a rule is for.
  {
    name: 'gap',
    path: 'css.properties.gap.flex_context',
    pattern: /[;{](row-|column-)?gap:/,
    sample: 'a{gap:1px}',
  },
  { name: 'inset', path: 'css.properties.inset', pattern: /[;{]inset(-[a-z-]+)?:/, sample: 'a{inset:0}' },
  {
    name: 'shorthand of logical margin, padding or border',
    path: 'css.properties.margin-inline',
    pattern: /[;{](margin|padding|border)-(inline|block):/,
    sample: 'a{margin-inline:auto}',
  },
  {
    name: 'a logical property without its older name before it',
    path: 'css.properties.margin-inline-start',
    pattern:
      /(?<!-webkit-(margin|padding|border)-(start|end):[^}]*)(?<=[;{])(margin|padding|border)-inline-(start|end):/,
    sample: 'a{margin-inline-start:1px}',
  },
  {
    name: 'min(), max() or clamp()',
    path: 'css.types.min',
    pattern: /\b(min|max|clamp)\(/,
    sample: 'a{width:min(1px,2px)}',
  },
  {
    name: 'overflow-wrap: anywhere without word-break',
    path: 'css.properties.overflow-wrap.anywhere',
    pattern: /\{(?![^}]*word-break:break-word)[^}]*overflow-wrap:anywhere/,
    sample: 'a{overflow-wrap:anywhere}',
  },
  {
    name: 'aspect-ratio',
    path: 'css.properties.aspect-ratio',
    pattern: /[;{(]aspect-ratio:\s*\d/,
    sample: 'a{aspect-ratio:1/2}',
  },
  { name: ':is() or :where()', path: 'css.selectors.where', pattern: /:(is|where)\(/, sample: ':where(a){top:0}' },
  {
    name: ':not() of a list',
    path: 'css.selectors.not.selector_list',
    pattern: /:not\([^)]*,/,
    sample: 'a:not(b,i){top:0}',
  },
  {
    name: ':focus-visible',
    path: 'css.selectors.focus-visible',
    pattern: /:focus-visible/,
    sample: 'a:focus-visible{top:0}',
  },
  { name: ':has()', path: 'css.selectors.has', pattern: /:has\(/, sample: 'a:has(b){top:0}' },
  { name: '@layer', path: 'css.at-rules.layer', pattern: /@layer/, sample: '@layer a{}' },
  { name: '@container', path: 'css.at-rules.container', pattern: /@container/, sample: '@container (width>1px){}' },
  {
    name: 'a range in a media query',
    path: 'css.at-rules.media.range_syntax',
    pattern: /@media[^{]*[<>]/,
    sample: '@media (width>1px){a{top:0}}',
  },
  { name: 'nesting', path: 'css.selectors.nesting', pattern: /&/, sample: 'a{&:hover{top:0}}' },
  {
    name: 'color-mix()',
    path: 'css.types.color.color-mix',
    pattern: /color-mix\(/,
    sample: 'a{color:color-mix(in srgb,red,blue)}',
  },
  {
    name: 'light-dark()',
    path: 'css.types.color.light-dark',
    pattern: /light-dark\(/,
    sample: 'a{color:light-dark(red,blue)}',
  },
  {
    name: 'lab or oklch colours',
    path: 'css.types.color.oklch',
    pattern: /\b(ok)?l(ab|ch)\(/,
    sample: 'a{color:oklch(1 0 0)}',
  },
  {
    name: 'a transform of its own',
    path: 'css.properties.scale',
    pattern: /[;{](translate|scale|rotate):/,
    sample: 'a{scale:2}',
  },
  {
    name: 'overflow: clip',
    path: 'css.properties.overflow.clip',
    pattern: /overflow(-[xy])?:clip/,
    sample: 'a{overflow:clip}',
  },
  {
    name: 'dvh, svh, lvh',
    path: 'css.types.length.viewport_percentage_units_dynamic',
    pattern: /\d[dsl]v[hwib]\b/,
    sample: 'a{height:1dvh}',
  },
]

/** In JavaScript, each by the kind of its node. */
export const jsFeatures: readonly Feature[] = [
  { name: '?.', path: 'javascript.operators.optional_chaining', sample: 'a?.b' },
  { name: '??', path: 'javascript.operators.nullish_coalescing', sample: 'a ?? b' },
  { name: '??=, ||=, &&=', path: 'javascript.operators.nullish_coalescing_assignment', sample: 'a ??= b' },
  { name: 'a field of a class', path: 'javascript.classes.public_class_fields', sample: 'class A { a = 1 }' },
  { name: 'globalThis', path: 'javascript.builtins.globalThis', sample: 'globalThis.a' },
  { name: 'a private method', path: 'javascript.classes.private_class_methods', sample: 'class A { #a() {} }' },
  { name: 'a static block', path: 'javascript.classes.static.initialization_blocks', sample: 'class A { static {} }' },
  { name: 'a flag of a pattern', path: 'javascript.builtins.RegExp.unicodeSets', sample: '/a/v' },
]

// The platform's methods that are worth a name of their own: of the rest too many are called as everybody's are.
const platformMethods = ['Crypto.randomUUID', 'Element.replaceChildren', 'AbortSignal.throwIfAborted']
// React's own is called `use`, too.
const everybodys = new Set(['use'])

const found = callable()
const isNewer = (since: number | undefined) => since !== undefined && since > CHROME
const methods = new Map([
  ...found.methods,
  ...platformMethods.map((path) => [path.split('.')[1] ?? '', chromeSince(`api.${path}`)] as const),
])

/** The names of what Chrome 68 lacks and this CSS uses. */
export const lackedByCss = (css: string) =>
  cssFeatures.filter(({ pattern }) => pattern.test(css)).map(({ name }) => name)

interface AstNode {
  type: string
  [key: string]: unknown
}

/** The names of what Chrome 68 lacks and this module uses. */
export function lackedByJs(code: string): string[] {
  const found = new Set<string>()
  const visit = (value: unknown) => {
    if (Array.isArray(value)) return value.forEach(visit)
    if (!isNode(value)) return
    // A global that is only looked for does no harm.
    if (value.type === 'UnaryExpression' && value.operator === 'typeof') return
    const name = lackedByNode(value)
    if (name) found.add(name)
    Object.values(value).forEach(visit)
  }
  visit(parseAst(code))
  return [...found].sort()
}

function lackedByNode(node: AstNode): string | undefined {
  switch (node.type) {
    case 'ChainExpression':
      return '?.'
    case 'LogicalExpression':
      return node.operator === '??' ? '??' : undefined
    case 'AssignmentExpression':
      return /^(\?\?|\|\||&&)=$/.test(String(node.operator)) ? '??=, ||=, &&=' : undefined
    case 'MethodDefinition':
      return isNode(node.key) && node.key.type === 'PrivateIdentifier' ? 'a private method' : undefined
    case 'PropertyDefinition':
      return 'a field of a class'
    case 'Identifier':
      return node.name === 'globalThis' ? 'globalThis' : undefined
    case 'StaticBlock':
      return 'a static block'
    case 'Literal':
      if (!isRegex(node.regex)) return undefined
      if (/[dv]/.test(node.regex.flags)) return 'a flag of a pattern'
      // MDN has no figure for each of these: 68 and 69 were seen to refuse the whole script, and 76 to take it.
      return node.regex.pattern.includes('\\p{Extended_Pictographic}') ? 'a property of a pattern' : undefined
    case 'CallExpression':
    case 'NewExpression':
      return isNode(node.callee) ? lackedByCall(node.callee) : undefined
  }
}

function lackedByCall(callee: AstNode): string | undefined {
  if (callee.type === 'Identifier')
    return isNewer(found.globals.get(String(callee.name))) ? `${callee.name}()` : undefined
  if (callee.type !== 'MemberExpression' || !isNode(callee.property) || callee.computed) return undefined
  const name = String(callee.property.name)
  const whole = isNode(callee.object) ? `${callee.object.name}.${name}` : name
  if (isNewer(found.members.get(whole))) return whole
  return isNewer(methods.get(name)) && !everybodys.has(name) ? `.${name}()` : undefined
}

const isNode = (value: unknown): value is AstNode =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'
const isRegex = (value: unknown): value is { flags: string; pattern: string } =>
  typeof value === 'object' && value !== null && 'flags' in value && 'pattern' in value
