import { expect, test } from 'vitest'
import { ollamaHost } from './compatible.ts'

test.each([
  [undefined, undefined],
  ['', undefined],
  ['0.0.0.0', 'http://127.0.0.1:11434/v1'],
  ['0.0.0.0:8080', 'http://127.0.0.1:8080/v1'],
  [':8080', 'http://127.0.0.1:8080/v1'],
  ['http://localhost:8080/', 'http://localhost:8080/v1'],
  ['[::1]:8080', 'http://[::1]:8080/v1'],
  ['example.org', undefined],
  ['http://192.168.0.5:11434', undefined],
  ['127.0.0.1.example.org', undefined],
  ['user@127.0.0.1:1', undefined],
])('OLLAMA_HOST=%s leads to %s', (OLLAMA_HOST, url) => {
  expect(ollamaHost({ OLLAMA_HOST })).toBe(url)
})
