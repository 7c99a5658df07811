import type { FakeUsage, Step } from './step.ts'

/** How a provider writes an answer: server-sent events for the beginning, each step, and the end. */
export interface Wire {
  begin(): string
  step(step: Exclude<Step, string | { wait: number } | { raw: string }>): string
  finish(usage: FakeUsage): string
}

const event = (data: object, name?: string) => `${name ? `event: ${name}\n` : ''}data: ${JSON.stringify(data)}\n\n`

/** Anthropic's Messages. */
export function anthropicWire(usage: FakeUsage): Wire {
  let index = 0
  let reason = 'end_turn'
  let open: 'text' | 'thinking' | undefined
  const say = (data: { type: string } & Record<string, unknown>) => event(data, data.type)
  const close = () => {
    if (!open) return ''
    open = undefined
    return say({ type: 'content_block_stop', index: index++ })
  }
  const block = (type: 'text' | 'thinking', start: object, delta: object) => {
    const before = open === type ? '' : close() + say({ type: 'content_block_start', index, content_block: start })
    open = type
    return before + say({ type: 'content_block_delta', index, delta })
  }
  return {
    begin: () =>
      say({
        type: 'message_start',
        message: {
          ...{ id: 'msg_fake', type: 'message', role: 'assistant', model: 'fake', content: [] },
          ...{ stop_reason: null, stop_sequence: null },
          usage: {
            input_tokens: usage.input,
            output_tokens: 1,
            cache_read_input_tokens: usage.cacheRead ?? 0,
            cache_creation_input_tokens: usage.cacheWrite ?? 0,
          },
        },
      }) + say({ type: 'ping' }),
    step(step) {
      if ('text' in step) return block('text', { type: 'text', text: '' }, { type: 'text_delta', text: step.text })
      if ('reasoning' in step) {
        const delta = { type: 'thinking_delta', thinking: step.reasoning }
        return block('thinking', { type: 'thinking', thinking: '', signature: '' }, delta)
      }
      if ('error' in step) return say({ type: 'error', error: step.error })
      const { id, name, input } = step.tool
      reason = 'tool_use'
      return [
        close(),
        say({ type: 'content_block_start', index, content_block: { type: 'tool_use', id, name, input: {} } }),
        ...input.map((piece) =>
          say({ type: 'content_block_delta', index, delta: { type: 'input_json_delta', partial_json: piece } }),
        ),
        say({ type: 'content_block_stop', index: index++ }),
      ].join('')
    },
    finish: ({ output }) =>
      close() +
      say({
        type: 'message_delta',
        delta: { stop_reason: reason, stop_sequence: null },
        usage: { output_tokens: output },
      }) +
      say({ type: 'message_stop' }),
  }
}

/** OpenAI's chat completions, which most others speak too. */
export function chatWire(): Wire {
  const head = { id: 'chatcmpl-fake', object: 'chat.completion.chunk', created: 1, model: 'fake' }
  const chunk = (delta: object, reason: string | null = null) =>
    event({ ...head, choices: [{ index: 0, delta, finish_reason: reason }] })
  let calls = 0
  return {
    begin: () => chunk({ role: 'assistant', content: '' }),
    step(step) {
      if ('text' in step) return chunk({ content: step.text })
      if ('reasoning' in step) return chunk({ reasoning_content: step.reasoning })
      if ('error' in step) return event({ error: { ...step.error, code: null, param: null } })
      const { id, name, input } = step.tool
      const index = calls++
      return [
        chunk({ tool_calls: [{ index, id, type: 'function', function: { name, arguments: '' } }] }),
        ...input.map((piece) => chunk({ tool_calls: [{ index, function: { arguments: piece } }] })),
      ].join('')
    },
    finish: (usage) =>
      chunk({}, calls > 0 ? 'tool_calls' : 'stop') +
      event({ ...head, choices: [], usage: chatUsage(usage) }) +
      'data: [DONE]\n\n',
  }
}

const chatUsage = ({ input, output, cacheRead = 0, reasoning = 0 }: FakeUsage) => ({
  prompt_tokens: input,
  completion_tokens: output,
  total_tokens: input + output,
  prompt_tokens_details: { cached_tokens: cacheRead },
  completion_tokens_details: { reasoning_tokens: reasoning },
})

/** OpenAI's older completions: text in, text out. */
export function completionWire(): Wire {
  const head = { id: 'cmpl-fake', object: 'text_completion', created: 1, model: 'fake' }
  const chunk = (text: string, reason: string | null = null, logProb?: number) => {
    const logprobs = logProb === undefined ? null : { tokens: [text], token_logprobs: [logProb] }
    return event({ ...head, choices: [{ index: 0, text, finish_reason: reason, logprobs }] })
  }
  return {
    begin: () => '',
    step: (step) =>
      'text' in step ? chunk(step.text, null, step.logProb) : 'error' in step ? event({ error: step.error }) : '',
    finish: (usage) =>
      chunk('', 'stop') + event({ ...head, choices: [], usage: chatUsage(usage) }) + 'data: [DONE]\n\n',
  }
}

/** OpenAI's responses, which its provider uses unless told otherwise. */
export function responsesWire(): Wire {
  let sequence = 0
  let index = 0
  let message: string | undefined
  let text = ''
  const say = (data: { type: string } & Record<string, unknown>) =>
    event({ ...data, sequence_number: sequence++ }, data.type)
  const head = { id: 'resp_fake', object: 'response', created_at: 1, model: 'fake' }
  const close = () => {
    if (!message) return ''
    const id = message
    message = undefined
    const item = {
      id,
      type: 'message',
      role: 'assistant',
      status: 'completed',
      content: [{ type: 'output_text', text }],
    }
    return say({ type: 'response.output_item.done', output_index: index++, item })
  }
  return {
    begin: () => say({ type: 'response.created', response: { ...head, status: 'in_progress', output: [] } }),
    step(step) {
      if ('text' in step) {
        let opening = ''
        if (!message) {
          message = `msg_${index}`
          text = ''
          const item = { id: message, type: 'message', role: 'assistant', status: 'in_progress', content: [] }
          opening = say({ type: 'response.output_item.added', output_index: index, item })
        }
        text += step.text
        const place = { item_id: message, output_index: index, content_index: 0 }
        return opening + say({ type: 'response.output_text.delta', ...place, delta: step.text, logprobs: [] })
      }
      if ('reasoning' in step) {
        const item = { id: `rs_${index}`, type: 'reasoning', summary: [] }
        const place = { item_id: item.id, output_index: index, summary_index: 0 }
        return [
          close(),
          say({ type: 'response.output_item.added', output_index: index, item }),
          say({ type: 'response.reasoning_summary_part.added', ...place, part: { type: 'summary_text', text: '' } }),
          say({ type: 'response.reasoning_summary_text.delta', ...place, delta: step.reasoning }),
          say({ type: 'response.output_item.done', output_index: index++, item }),
        ].join('')
      }
      if ('error' in step) return say({ type: 'error', error: { ...step.error, code: step.error.type, param: null } })
      const { id, name, input } = step.tool
      const before = close()
      const item = { id: `fc_${index}`, type: 'function_call', call_id: id, name, arguments: '', status: 'in_progress' }
      const place = { item_id: item.id, output_index: index }
      const done = { ...item, arguments: input.join(''), status: 'completed' }
      return [
        before,
        say({ type: 'response.output_item.added', output_index: index, item }),
        ...input.map((delta) => say({ type: 'response.function_call_arguments.delta', ...place, delta })),
        say({ type: 'response.output_item.done', output_index: index++, item: done }),
      ].join('')
    },
    finish: ({ input, output, cacheRead = 0, reasoning = 0 }) => {
      const usage = {
        input_tokens: input,
        output_tokens: output,
        total_tokens: input + output,
        input_tokens_details: { cached_tokens: cacheRead },
        output_tokens_details: { reasoning_tokens: reasoning },
      }
      return (
        close() + say({ type: 'response.completed', response: { ...head, status: 'completed', output: [], usage } })
      )
    },
  }
}

/** Google's generateContent. */
export function googleWire(): Wire {
  const chunk = (part: object) => event({ candidates: [{ index: 0, content: { role: 'model', parts: [part] } }] })
  return {
    begin: () => '',
    step(step) {
      if ('text' in step) return chunk({ text: step.text })
      if ('reasoning' in step) return chunk({ text: step.reasoning, thought: true })
      if ('error' in step) return event({ error: { code: 500, message: step.error.message, status: step.error.type } })
      return chunk({ functionCall: { name: step.tool.name, args: JSON.parse(step.tool.input.join('')) as object } })
    },
    finish: ({ input, output, cacheRead = 0, reasoning = 0 }) =>
      event({
        candidates: [{ index: 0, content: { role: 'model', parts: [{ text: '' }] }, finishReason: 'STOP' }],
        usageMetadata: {
          promptTokenCount: input,
          candidatesTokenCount: output - reasoning,
          totalTokenCount: input + output,
          cachedContentTokenCount: cacheRead,
          thoughtsTokenCount: reasoning,
        },
      }),
  }
}
