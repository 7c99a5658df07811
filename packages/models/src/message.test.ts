import { expect, test } from 'vitest'
import { cacheBreakpoint } from './caret-options.ts'
import { type Message, toProviderMessages, user } from './message.ts'
import { startScene } from './testing/registry.ts'

const png = 'iVBORw0KGgo='

test.each([
  ['base64', png, { data: png, mediaType: 'image/*' }],
  ['an address', 'https://example.org/a.png', { data: new URL('https://example.org/a.png'), mediaType: 'image/*' }],
  ['an address that holds it', `data:image/png;base64,${png}`, { data: png, mediaType: 'image/png' }],
  ['a URL that holds it', new URL(`data:image/png;base64,${png}`), { data: png, mediaType: 'image/png' }],
])('a picture may be %s', (_name, image, file) => {
  const messages = toProviderMessages([{ role: 'user', content: [{ type: 'image', image }] }])
  expect(messages).toEqual([{ role: 'user', content: [{ type: 'file', ...file }] }])
})

test('pictures reach each provider', async () => {
  await using scene = await startScene()
  const message: Message = {
    role: 'user',
    content: [
      { type: 'text', text: 'What is this?' },
      cacheBreakpoint({ type: 'image', image: png, mediaType: 'image/png' }),
    ],
  }
  for (const model of ['anthropic/fake', 'openai/fake', 'chat/fake', 'google/fake']) {
    await scene.all({ model, prompt: [message, user('Well?')] })
    expect(JSON.stringify(scene.fake.requests.at(-1)!.body)).toContain(png)
  }
  expect(JSON.stringify(scene.fake.requests[0]!.body)).toContain('"cache_control":{"type":"ephemeral"}')
})
