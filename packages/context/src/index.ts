export { type Gathered, gatherContext, type Problem, type Subject } from './gather.ts'
export { instructPrompt, type InstructProps, type Turn } from './instruct-prompt.tsx'
export { readAnswer } from './answer.ts'
