import { expect, test } from 'vitest'
import { createNews, untilAborted } from './news.ts'

test('what is told ends what holds until then, and only another text makes another edition', async () => {
  const news = createNews()
  const { next, texts } = news
  const over = untilAborted(next)
  news.tell('knowledge')
  await over
  expect(next.aborted).toBe(true)
  expect(news.texts).toBe(texts)
  expect(news.next.aborted).toBe(false)
  news.tell('texts')
  expect(news.texts).not.toBe(texts)
  await untilAborted(next)
})
