import { createReadStream } from 'node:fs'
import { mkdir, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { unpackTar } from 'modern-tar/fs'
import type { Goods } from './goods.ts'
import type { Gpu } from './gpu.ts'
import type { Integrity } from './integrity.ts'

/** The version of `node-llama-cpp` that Caret has; its builds for graphics cards must be of the same. */
export const runtimeVersion = '3.22.1'

/** llama.cpp for a kind of graphics card: packages of `node-llama-cpp` that are not installed with it, because they are large. */
export interface RuntimeBuild {
  gpu: Gpu
  label: string
  /** The processes of this platform can run it. */
  platform: `${NodeJS.Platform}-${string}`
  packages: readonly { name: string; bytes: number; integrity: Integrity }[]
}

const licence = { name: 'MIT', url: 'https://github.com/withcatai/node-llama-cpp/blob/v3.22.1/LICENSE' }

export const runtimeBuilds: readonly RuntimeBuild[] = [
  {
    gpu: 'cuda',
    label: 'llama.cpp for NVIDIA',
    platform: 'linux-x64',
    packages: [
      {
        name: '@node-llama-cpp/linux-x64-cuda',
        bytes: 142_898_030,
        integrity: 'sha512-8rQCjyNNLZJUFit+YpjwlC4hwkKgOMIkB2wuycKBf8NU2O3ySKbiWZQ8aw9ku2nUTXjSnUIrE6KB88itduTBuA==',
      },
      {
        name: '@node-llama-cpp/linux-x64-cuda-ext',
        bytes: 176_664_119,
        integrity: 'sha512-4e5ajkiM2aR2WAdB/N/ACk4weEhHvOAIrzxZPsIX0xDFW5+6hhShuy1/vs88SK9NGdgAco9IyE28eYS0H1efpA==',
      },
    ],
  },
  {
    gpu: 'vulkan',
    label: 'llama.cpp for Vulkan',
    platform: 'linux-x64',
    packages: [
      {
        name: '@node-llama-cpp/linux-x64-vulkan',
        bytes: 24_311_427,
        integrity: 'sha512-bBxqU+JOcBu1nb5Qj2zcMci+JByT1E8EajHvYodyNfVIPkEhXh+/HMwR1/BT7xP08YK0hks+kM8fglER0P8JEg==',
      },
    ],
  },
]

/** Where builds are kept: a folder with `node_modules` in it. */
export const runtimeFolder = (dataFolder: string): string => join(dataFolder, 'models', 'runtime')

/**
 * A build, from npm's registry. It lies beside Caret, not in it: an update of Caret must not lose it, and an installation may be
 * read-only. The process with the models finds it there (`host/runtime.ts`).
 * @param registry such as `https://registry.npmjs.org`
 */
export function runtimeGoods({ gpu, label, packages }: RuntimeBuild, folder: string, registry: string): Goods {
  const files = packages.map(({ name, bytes, integrity }) => {
    const file = `${name.split('/')[1]}-${runtimeVersion}.tgz`
    return { url: `${registry.replace(/\/+$/, '')}/${name}/-/${file}`, bytes, integrity, path: join(folder, file) }
  })
  const homeOf = (name: string) => join(folder, 'node_modules', ...name.split('/'))
  const download = packages.reduce((sum, { bytes }) => sum + bytes, 0)
  return {
    ...{ id: `llama.cpp-${gpu}`, label, licence, files },
    async size() {
      const versions = await Promise.all(packages.map(({ name }) => versionIn(homeOf(name))))
      return versions.every((version) => version === runtimeVersion) ? download : undefined
    },
    async install(signal) {
      for (const [index, { name }] of packages.entries()) await unpack(files[index]!.path, homeOf(name), signal)
      for (const { path } of files) await rm(path, { force: true })
    },
    async remove() {
      for (const { name } of packages) await rm(homeOf(name), { recursive: true, force: true })
    },
  }
}

/** npm's archives hold one folder, `package`. */
async function unpack(archive: string, folder: string, signal: AbortSignal): Promise<void> {
  const beside = `${folder}.new`
  await rm(beside, { recursive: true, force: true })
  await mkdir(dirname(beside), { recursive: true, mode: 0o700 })
  await pipeline(createReadStream(archive), createGunzip(), unpackTar(beside, { strip: 1 }), { signal })
  await rm(folder, { recursive: true, force: true })
  await rename(beside, folder)
}

async function versionIn(folder: string): Promise<unknown> {
  const text = await readFile(join(folder, 'package.json'), 'utf8').catch(() => '{}')
  return (JSON.parse(text) as { version?: unknown }).version
}
