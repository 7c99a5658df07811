import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { detectGpus } from './gpu.ts'

async function detected(platform: NodeJS.Platform, ...files: string[]) {
  const root = mkdtempSync(join(tmpdir(), 'caret-gpu-'))
  for (const file of files) {
    mkdirSync(dirname(join(root, file)), { recursive: true })
    writeFileSync(join(root, file), '')
  }
  const found = await detectGpus({ platform, root })
  rmSync(root, { recursive: true })
  return found
}

const driver = 'proc/driver/nvidia/version'
const vulkan = 'usr/lib/x86_64-linux-gnu/libvulkan.so.1'
const card = 'dev/dri/renderD128'
const toolkit = (library: string) => `usr/local/cuda-13.0/targets/x86_64-linux/lib/${library}`

test.each([
  ['nothing', [], []],
  ['a card without a library', [card], []],
  ['the library without a card', [vulkan], []],
  ['both', [vulkan, card], ['vulkan']],
  ['the driver of NVIDIA without CUDA', [driver, vulkan], ['vulkan']],
  ['CUDA by its installer', [driver, toolkit('libcudart.so.13'), toolkit('libcublas.so.13')], ['cuda']],
  [
    'CUDA of the system',
    [driver, vulkan, 'usr/lib64/libcudart.so.12', 'usr/lib64/libcublas.so.12'],
    ['cuda', 'vulkan'],
  ],
  ['CUDA without the driver', [toolkit('libcudart.so.13'), toolkit('libcublas.so.13')], []],
  ['a CUDA too old', [driver, 'usr/lib/libcudart.so.11', 'usr/lib/libcublas.so.11'], []],
])('on Linux with %s', async (_, files, gpus) => {
  expect(await detected('linux', ...files)).toEqual(gpus)
})

test('elsewhere there is nothing to be added', async () => {
  expect(await detected('darwin', vulkan, card)).toEqual([])
})
