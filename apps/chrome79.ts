// What the browsers of televisions lack: webOS 6, of 2021, is Chrome 79. A build lowers syntax, and nothing else: a method
// that is not there throws in the living room, and a rule of CSS that is not known is passed over without a word.
import { parseAst } from 'vite'

interface Feature {
  name: string
  /** The first Chrome that has it. */
  since: number
  /** Smallest code that uses it, by which the check is seen to fail. */
  sample: string
}

export interface CssFeature extends Feature {
  pattern: RegExp
}

/** In minified CSS. Only what changes the picture when it is passed over: `forced-color-adjust` may be. */
export const cssFeatures: readonly CssFeature[] = [
  // Of flex: grid has had it longer, and a check by eye can't tell which of the two a rule is for.
  { name: 'gap', since: 84, pattern: /[;{](row-|column-)?gap:/, sample: 'a{gap:1px}' },
  { name: 'inset', since: 87, pattern: /[;{]inset(-[a-z-]+)?:/, sample: 'a{inset:0}' },
  {
    name: 'shorthand of logical margin, padding or border',
    since: 87,
    pattern: /[;{](margin|padding|border)-(inline|block):/,
    sample: 'a{margin-inline:auto}',
  },
  { name: 'aspect-ratio', since: 88, pattern: /[;{(]aspect-ratio:\s*\d/, sample: 'a{aspect-ratio:1/2}' },
  { name: ':is() or :where()', since: 88, pattern: /:(is|where)\(/, sample: ':where(a){top:0}' },
  { name: ':not() of a list', since: 88, pattern: /:not\([^)]*,/, sample: 'a:not(b,i){top:0}' },
  { name: ':focus-visible', since: 86, pattern: /:focus-visible/, sample: 'a:focus-visible{top:0}' },
  { name: ':has()', since: 105, pattern: /:has\(/, sample: 'a:has(b){top:0}' },
  { name: '@layer', since: 99, pattern: /@layer/, sample: '@layer a{}' },
  { name: '@container', since: 105, pattern: /@container/, sample: '@container (width>1px){}' },
  { name: 'a range in a media query', since: 104, pattern: /@media[^{]*[<>]/, sample: '@media (width>1px){a{top:0}}' },
  { name: 'nesting', since: 112, pattern: /&/, sample: 'a{&:hover{top:0}}' },
  { name: 'color-mix()', since: 111, pattern: /color-mix\(/, sample: 'a{color:color-mix(in srgb,red,blue)}' },
  { name: 'light-dark()', since: 123, pattern: /light-dark\(/, sample: 'a{color:light-dark(red,blue)}' },
  { name: 'lab or oklch colours', since: 111, pattern: /\b(ok)?l(ab|ch)\(/, sample: 'a{color:oklch(1 0 0)}' },
  {
    name: 'a transform of its own',
    since: 104,
    pattern: /[;{](translate|scale|rotate):/,
    sample: 'a{scale:2}',
  },
  { name: 'overflow: clip', since: 90, pattern: /overflow(-[xy])?:clip/, sample: 'a{overflow:clip}' },
  { name: 'dvh, svh, lvh', since: 108, pattern: /\d[dsl]v[hwib]\b/, sample: 'a{height:1dvh}' },
]

const methods = {
  replaceAll: 85,
  at: 92,
  findLast: 97,
  findLastIndex: 97,
  toSorted: 110,
  toReversed: 110,
  toSpliced: 110,
  hasOwn: 93,
  groupBy: 117,
  withResolvers: 119,
  randomUUID: 92,
  canParse: 120,
  replaceChildren: 86,
  throwIfAborted: 100,
  fromAsync: 121,
  isWellFormed: 111,
  toWellFormed: 111,
} as const

const owned: Record<string, number> = {
  'AbortSignal.timeout': 103,
  'AbortSignal.any': 116,
  'AbortSignal.abort': 93,
  'Promise.any': 85,
  'Promise.try': 128,
  'Intl.Segmenter': 87,
}

const globals: Record<string, number> = {
  structuredClone: 98,
  reportError: 95,
  WeakRef: 84,
  FinalizationRegistry: 84,
  AggregateError: 85,
}

/** In JavaScript, each by the kind of its node. A global that is only looked for (`typeof`) does no harm. */
export const jsFeatures: readonly Feature[] = [
  { name: '?.', since: 80, sample: 'a?.b' },
  { name: '??', since: 80, sample: 'a ?? b' },
  { name: '??=, ||=, &&=', since: 85, sample: 'a ??= b' },
  { name: 'a private method', since: 84, sample: 'class A { #a() {} }' },
  { name: 'a static block', since: 94, sample: 'class A { static {} }' },
  { name: 'a flag of a pattern', since: 90, sample: '/a/v' },
  ...Object.entries(methods).map(([name, since]) => ({ name: `.${name}()`, since, sample: `a.${name}(b)` })),
  ...Object.entries(owned).map(([name, since]) => ({ name, since, sample: `${name}(b)` })),
  ...Object.entries(globals).map(([name, since]) => ({ name: `${name}()`, since, sample: `new ${name}(b)` })),
]

/** The names of what Chrome 79 lacks and this CSS uses. */
export const lackedByCss = (css: string) =>
  cssFeatures.filter(({ pattern }) => pattern.test(css)).map(({ name }) => name)

interface AstNode {
  type: string
  [key: string]: unknown
}

/** The names of what Chrome 79 lacks and this module uses. */
export function lackedByJs(code: string): string[] {
  const found = new Set<string>()
  const visit = (value: unknown) => {
    if (Array.isArray(value)) return value.forEach(visit)
    if (!isNode(value)) return
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
    case 'StaticBlock':
      return 'a static block'
    case 'Literal':
      return isRegex(node.regex) && /[dv]/.test(node.regex.flags) ? 'a flag of a pattern' : undefined
    case 'CallExpression':
    case 'NewExpression':
      return isNode(node.callee) ? lackedByCall(node.callee) : undefined
  }
}

function lackedByCall(callee: AstNode): string | undefined {
  if (callee.type === 'Identifier') return String(callee.name) in globals ? `${callee.name}()` : undefined
  if (callee.type !== 'MemberExpression' || !isNode(callee.property) || callee.computed) return undefined
  const name = String(callee.property.name)
  const whole = isNode(callee.object) ? `${callee.object.name}.${name}` : name
  if (Object.hasOwn(owned, whole)) return whole
  return Object.hasOwn(methods, name) ? `.${name}()` : undefined
}

const isNode = (value: unknown): value is AstNode =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'
const isRegex = (value: unknown): value is { flags: string } =>
  typeof value === 'object' && value !== null && 'flags' in value && typeof value.flags === 'string'
