import type { Component, ElementProps, PromptChild, PromptElement } from './element.ts'
import type { IntrinsicElements as Elements, NodeProps } from './intrinsic.ts'

/** What the compiler makes of JSX where `jsxImportSource` is `@caret/prompt`. */
export function jsx(type: string | Component, props: ElementProps): PromptElement {
  return { type, props }
}

export { jsx as jsxs }

/** `<>…</>`. */
export const Fragment = 'text'

// The compiler looks for the types of JSX under this name.
// eslint-disable-next-line typescript/no-namespace
export declare namespace JSX {
  type Element = PromptElement
  type ElementType = keyof Elements | Component | ((props: never) => PromptChild | Promise<PromptChild>)
  interface IntrinsicElements extends Elements {}
  interface IntrinsicAttributes extends NodeProps {}
  interface ElementChildrenAttribute {
    children: unknown
  }
}
