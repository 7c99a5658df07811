import fc from 'fast-check'
import { expect, test } from 'vitest'
import { startScene } from './testing/registry.ts'

/** However the bytes of an answer are cut on their way, and whatever its text and its tool call are, they arrive as they were. */
test('however an answer is cut into pieces, it arrives whole', async () => {
  await using scene = await startScene()
  const wires = fc.constantFrom('anthropic/fake', 'openai/fake', 'chat/fake', 'google/fake')
  const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 })
  const cuts = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 8 })
  const property = fc.asyncProperty(wires, text, text, cuts, async (model, said, argument, pieces) => {
    const json = JSON.stringify({ argument })
    const at = json.length >> 1
    scene.fake.shred(pieces)
    scene.fake.answer({
      steps: [{ text: said }, { tool: { id: 'c1', name: 't', input: [json.slice(0, at), json.slice(at)] } }],
    })
    const parts = await scene.all({ model })
    expect(parts.map((part) => (part.type === 'text' ? part.text : '')).join('')).toBe(said)
    const call = parts.find((part) => part.type === 'tool-call')
    expect(call && JSON.parse(call.input)).toEqual({ argument })
  })
  await fc.assert(property, { numRuns: 120 })
})
