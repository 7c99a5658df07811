import { type Box, type Content, essential, type GroupBox, type Origin, type Rule } from './box.ts'
import type { RenderContext } from './context.ts'
import { type ElementProps, type PromptChild, type PromptElement, PromptError } from './element.ts'
import type {
  CodeProps,
  FlexProps,
  ImageProps,
  IntrinsicElements,
  LinesProps,
  ListProps,
  NodeProps,
  ToolCallProps,
  ToolResultProps,
} from './intrinsic.ts'
import { numberLines, windowOf } from './line-window.ts'

/** Calls all components, those that are asynchronous side by side. Throws what they throw, and `PromptError`. */
export async function expand(child: PromptChild, context: RenderContext): Promise<Box> {
  const root = groupOf('inline', [], { origin: { name: 'prompt', within: undefined }, rule: undefined })
  const expander: Expander = { context, pending: [], origin: undefined }
  expandInto(root.children, child, root.origin, expander)
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

function expandInto(boxes: Content[], child: PromptChild, within: Origin, expander: Expander): void {
  if (typeof child === 'string') {
    if (child !== '') boxes.push(child)
  } else if (typeof child === 'number') {
    boxes.push(String(child))
  } else if (Array.isArray(child)) {
    for (const one of child) expandInto(boxes, one as PromptChild, within, expander)
  } else if (typeof child === 'object' && child !== null) {
    expandElement(boxes, child as PromptElement, within, expander)
  }
}

function expandElement(boxes: Content[], { type, props }: PromptElement, within: Origin, expander: Expander): void {
  if (typeof type === 'string') {
    const make = makers[type as keyof IntrinsicElements] as Maker<ElementProps> | undefined
    if (!make) throw new PromptError(`There is no element <${type}>. There are: ${Object.keys(makers).join(', ')}.`)
    const origin = originOf(type, within, expander)
    const inside = (children: unknown) => {
      if (typeof children === 'string') return [children]
      const inner: Content[] = []
      expandInto(inner, children as PromptChild, origin, expander)
      return inner
    }
    boxes.push(make(props, { origin, rule: ruleOf(props, origin, expander) }, inside))
    return
  }
  if (typeof type !== 'function') {
    throw new PromptError(
      `${within.name} has a child that is no text, element or list: ${JSON.stringify({ type, props })}.`,
    )
  }
  const origin = originOf(type.name || 'anonymous', within, expander)
  const rule = ruleOf(props, origin, expander)
  const group = groupOf('inline', [], { origin, rule })
  boxes.push(group)
  const given = (rule ? withoutRule(props) : props) as never
  const result = type(given, expander.context)
  if (result instanceof Promise) {
    expander.pending.push(result.then((child) => expandInto(group.children, child, origin, expander)))
  } else {
    expandInto(group.children, result, origin, expander)
  }
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
  const children: Content[] = []
  const placeholder = { name: `${origin.name}, if empty`, within: origin }
  expandInto(children, ifEmpty, placeholder, expander)
  const box = groupOf('inline', children, { origin: placeholder, rule: undefined })
  return { priority, relative, keepWith, stable, ifEmpty: box }
}

/** A component is not told what only the renderer goes by: passed on to its children, it would count twice. */
function withoutRule({ priority: _p, relative: _r, keepWith: _k, stable: _s, ifEmpty: _i, ...rest }: ElementProps) {
  return rest
}

type Common = Pick<Box, 'origin' | 'rule'>
type Maker<Props> = (props: Props, common: Common, inside: (children: unknown) => Content[]) => Box
type Makers = { [Name in keyof IntrinsicElements]: Maker<IntrinsicElements[Name]> }
type Parent = IntrinsicElements['text']

const message =
  (role: 'system' | 'user' | 'assistant'): Maker<Parent> =>
  (props, common, inside) => ({ kind: 'message', role, result: undefined, children: inside(props.children), ...common })

const group =
  (layout: GroupBox['layout']): Maker<Parent> =>
  (props, common, inside) =>
    groupOf(layout, inside(props.children), common)

const groupOf = (layout: GroupBox['layout'], children: Content[], common: Common, label = ''): GroupBox => ({
  kind: 'group',
  layout,
  label,
  children,
  ...common,
})

const makers: Makers = {
  system: message('system'),
  user: message('user'),
  assistant: message('assistant'),
  'tool-call': ({ id, name, input }: ToolCallProps, common) => ({
    kind: 'part',
    part: { type: 'tool-call', id, name, input },
    tokens: undefined,
    ...common,
  }),
  'tool-result': ({ id, name, isError = false, children }: ToolResultProps, common, inside) => ({
    kind: 'message',
    role: 'tool',
    result: { id, name, isError },
    children: inside(children),
    ...common,
  }),
  image: ({ image, mediaType, tokens }: ImageProps, common) => ({
    kind: 'part',
    part: { type: 'image', image, ...(mediaType !== undefined && { mediaType }) },
    tokens,
    ...common,
  }),
  text: group('inline'),
  block: group('block'),
  br: (_props, common) => groupOf('inline', ['\n'], common),
  code: makeCode,
  list: ({ ordered, children }: ListProps, common, inside) =>
    groupOf(ordered ? 'ordered' : 'list', inside(children), common),
  item: group('item'),
  first: (props, common, inside) => {
    const { origin } = common
    const alternative = (child: Content) =>
      typeof child === 'string' ? groupOf('inline', [child], { origin, rule: undefined }) : child
    return { kind: 'first', children: inside(props.children).map(alternative), ...common }
  },
  isolate: ({ budget, children }, common, inside) => ({
    kind: 'isolate',
    budget,
    children: inside(children),
    ...common,
  }),
  flex: ({ weight = 1, max = Infinity, children }: FlexProps, common, inside) => ({
    kind: 'elastic',
    weight,
    max,
    content: inside(children),
    ...common,
  }),
  truncate: makeTruncate,
  reserve: ({ tokens }, common) => ({ kind: 'reserve', tokens, ...common }),
}

function makeTruncate(props: LinesProps, common: Common): Box {
  const { flex = 1, max = Infinity, budget } = props
  const content = windowOf(props)
  if (budget === undefined) return { kind: 'elastic', weight: flex, max, content, ...common }
  const inside: Rule = { priority: essential }
  const child: Box = { kind: 'elastic', weight: 1, max, content, origin: common.origin, rule: inside }
  return { kind: 'isolate', budget, children: [child], ...common }
}

function makeCode(
  { path = '', language, lineNumbers, children }: CodeProps,
  common: Common,
  inside: (children: unknown) => Content[],
): Box {
  const body = lineNumbers === undefined || lineNumbers === false ? inside(children) : [numbered(children, lineNumbers)]
  const label = `${language ?? /\.(\w+)$/.exec(path)?.[1] ?? ''} ${path}`.trimEnd()
  return groupOf('code', body, common, label)
}

function numbered(children: PromptChild, lineNumbers: number | true): string {
  const texts = Array.isArray(children) ? (children as readonly PromptChild[]) : [children]
  if (!texts.every((text) => typeof text === 'string' || typeof text === 'number')) {
    throw new PromptError('Lines of <code> can only be numbered where there is nothing but text in it.')
  }
  return numberLines(texts.join(''), lineNumbers === true ? 1 : lineNumbers)
}
