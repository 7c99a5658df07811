import { type Box, type Content, essential, type GroupBox, listOf, type Origin, type Rule } from './box.ts'
import type { RenderContext } from './context.ts'
import { type Component, type ElementProps, type PromptChild, type PromptElement, PromptError } from './element.ts'
import type { IntrinsicElements, NodeProps } from './intrinsic.ts'
import { numberLines, windowOf } from './line-window.ts'

/** Calls all components, those that are asynchronous side by side. Throws what they throw, and `PromptError`. */
export async function expand(child: PromptChild, context: RenderContext): Promise<Box> {
  const root = inlineOf([], { name: 'prompt', within: undefined })
  const expander: Expander = { context, pending: [], origin: undefined }
  root.children = contentOf([child], root.origin, expander)
  while (expander.pending.length > 0) {
    context.signal?.throwIfAborted()
    await Promise.all(expander.pending.splice(0))
  }
  return root
}

interface Expander {
  context: RenderContext
  pending: Promise<void>[]
  /** Made last: nodes side by side share it. */
  origin: Origin | undefined
}

function contentOf(child: PromptChild, within: Origin, expander: Expander): Content {
  if (typeof child === 'string') return child
  if (typeof child === 'number') return String(child)
  if (Array.isArray(child)) return contentsOf(child, within, expander)
  return typeof child === 'object' && child !== null ? boxOf(child as PromptElement, within, expander) : []
}

const contentsOf = (children: readonly PromptChild[], within: Origin, expander: Expander): Content[] =>
  children.map((child) => contentOf(child, within, expander))

function boxOf({ type, props }: PromptElement, within: Origin, expander: Expander): Box {
  if (typeof type === 'function') return componentOf(type, props, within, expander)
  if (typeof type !== 'string') {
    throw new PromptError(
      `${within.name} has a child that is no text, element or list: ${JSON.stringify({ type, props })}.`,
    )
  }
  const make = makers[type as keyof IntrinsicElements] as Maker<ElementProps> | undefined
  if (!make) throw new PromptError(`There is no element <${type}>. There are: ${Object.keys(makers).join(', ')}.`)
  const origin = originOf(type, within, expander)
  const rule = ruleOf(props, origin, expander)
  return make(props, contentOf(props['children'] as PromptChild, origin, expander), origin, rule)
}

function componentOf(component: Component, props: ElementProps, within: Origin, expander: Expander): Box {
  const origin = originOf(component.name || 'anonymous', within, expander)
  const rule = ruleOf(props, origin, expander)
  const box = inlineOf([], origin, rule)
  const settle = (child: PromptChild) => void (box.children = contentOf([child], origin, expander))
  const result = component((rule ? withoutRule(props) : props) as never, expander.context)
  if (!(result instanceof Promise)) settle(result)
  else {
    const settled = result.then(settle)
    // Another component may throw before anybody waits for this one.
    settled.catch(() => {})
    expander.pending.push(settled)
  }
  return box
}

function originOf(name: string, within: Origin, expander: Expander): Origin {
  const last = expander.origin
  return last?.name === name && last.within === within ? last : (expander.origin = { name, within })
}

function ruleOf(props: ElementProps, origin: Origin, expander: Expander): Rule | undefined {
  const { priority, relative, keepWith, stable, ifEmpty } = props as NodeProps
  if (
    priority === undefined &&
    relative === undefined &&
    keepWith === undefined &&
    ifEmpty === undefined &&
    stable !== true
  ) {
    return undefined
  }
  if (Number.isNaN(priority) || Number.isNaN(relative))
    throw new PromptError(`The priority of ${origin.name} is no number.`)
  if (ifEmpty === undefined) return props
  const placeholder = { name: `${origin.name}, if empty`, within: origin }
  const box = inlineOf(contentOf([ifEmpty], placeholder, expander), placeholder)
  return { priority, relative, keepWith, stable, ifEmpty: box }
}

/** A component is not told what only the renderer goes by: passed on to its children, it would count twice. */
function withoutRule({ priority: _p, relative: _r, keepWith: _k, stable: _s, ifEmpty: _i, ...rest }: ElementProps) {
  return rest
}

type Maker<Props> = (props: Props, children: Content, origin: Origin, rule: Rule | undefined) => Box
type Makers = { [Name in keyof IntrinsicElements]: Maker<IntrinsicElements[Name]> }

const inlineOf = (children: Content, origin: Origin, rule?: Rule): GroupBox => ({
  kind: 'inline',
  children,
  origin,
  rule,
})

const message =
  (role: 'system' | 'user' | 'assistant'): Maker<object> =>
  (_props, children, origin, rule) => ({ kind: 'message', role, result: undefined, children, origin, rule })

const group =
  (kind: GroupBox['kind']): Maker<object> =>
  (_props, children, origin, rule) => ({ kind, children, origin, rule })

const makers: Makers = {
  system: message('system'),
  user: message('user'),
  assistant: message('assistant'),
  'tool-call': ({ id, name, input }, _children, origin, rule) => ({
    kind: 'part',
    part: { type: 'tool-call', id, name, input },
    tokens: undefined,
    origin,
    rule,
  }),
  'tool-result': ({ id, name, isError = false }, children, origin, rule) => ({
    kind: 'message',
    role: 'tool',
    result: { id, name, isError },
    children,
    origin,
    rule,
  }),
  image: ({ image, mediaType, tokens }, _children, origin, rule) => ({
    kind: 'part',
    part: { type: 'image', image, ...(mediaType !== undefined && { mediaType }) },
    tokens,
    origin,
    rule,
  }),
  text: group('inline'),
  block: group('block'),
  br: (_props, _children, origin, rule) => inlineOf('\n', origin, rule),
  code: ({ path = '', language, lineNumbers, children: given }, children, origin, rule) => {
    const numbers = lineNumbers !== undefined && lineNumbers !== false
    const label = `${language ?? /\.(\w+)$/.exec(path)?.[1] ?? ''} ${path}`.trimEnd()
    return { kind: 'code', label, children: numbers ? numbered(given, lineNumbers) : children, origin, rule }
  },
  list: ({ ordered }, children, origin, rule) => ({ kind: ordered ? 'ordered' : 'list', children, origin, rule }),
  item: group('item'),
  first: (_props, children, origin, rule) => {
    const alternative = (child: string | Box) => (typeof child === 'string' ? inlineOf(child, origin) : child)
    return { kind: 'first', children: listOf(children).map(alternative), origin, rule }
  },
  isolate: ({ budget }, children, origin, rule) => ({ kind: 'isolate', budget, children, origin, rule }),
  flex: ({ weight = 1, max = Infinity }, children, origin, rule) => ({
    kind: 'elastic',
    weight,
    max,
    content: children,
    origin,
    rule,
  }),
  truncate: (props, _children, origin, rule) => {
    const { flex = 1, max = Infinity, budget } = props
    const content = windowOf(props)
    if (budget === undefined) return { kind: 'elastic', weight: flex, max, content, origin, rule }
    const inside: Rule = { priority: essential }
    const child: Box = { kind: 'elastic', weight: 1, max, content, origin, rule: inside }
    return { kind: 'isolate', budget, children: child, origin, rule }
  },
  reserve: ({ tokens }, _children, origin, rule) => ({ kind: 'reserve', tokens, origin, rule }),
}

function numbered(children: PromptChild, lineNumbers: number | true): string {
  const texts = Array.isArray(children) ? (children as readonly PromptChild[]) : [children]
  if (!texts.every((text) => typeof text === 'string' || typeof text === 'number')) {
    throw new PromptError('Lines of <code> can only be numbered where there is nothing but text in it.')
  }
  return numberLines(texts.join(''), lineNumbers === true ? 1 : lineNumbers)
}
