import { isWord } from '@caret/patterns'

/** Whether a token may be what a line is about. */
export const isName = (token: string): boolean =>
  isWord(token) && token.length > 2 && !/^\d/.test(token) && !common.has(token)

/** Words that start lines without being what they are about. */
const common = new Set(
  `pub const let var func def fun static final export import from type public private protected readonly async await return
   case this self struct class enum interface function assert expect use mod impl for while else elif not and`.split(
    /\s+/,
  ),
)
