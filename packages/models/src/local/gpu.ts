import { access, readdir } from 'node:fs/promises'
import { join } from 'node:path'

/** An interface to graphics cards for which there are builds of llama.cpp that are not installed with Caret. */
export type Gpu = 'cuda' | 'vulkan'

interface Machine {
  platform?: NodeJS.Platform
  /** The folder that stands for `/`, in tests. */
  root?: string
}

/**
 * The interfaces to graphics cards that this machine has all for, the fastest first. Looks at a few files and starts nothing; whether
 * a card really computes is seen once its build runs. None on macOS, where Metal needs no other build.
 */
export async function detectGpus({ platform = process.platform, root = '/' }: Machine = {}): Promise<Gpu[]> {
  if (platform !== 'linux') return []
  const at = (...path: string[]) => join(root, ...path)
  const cuda = await cudaFolders(at('usr/local'))
  const isIn = async (folders: readonly string[], names: readonly string[]) => {
    const paths = folders.flatMap((folder) => names.map((name) => join(folder, name)))
    return (await Promise.all(paths.map(exists))).includes(true)
  }
  const shared = libraryFolders.map((folder) => at(folder))
  const [hasNvidia, hasCudart, hasCublas, hasVulkan, cards] = await Promise.all([
    exists(at('proc/driver/nvidia/version')),
    isIn([...shared, ...cuda], versions('libcudart.so')),
    isIn([...shared, ...cuda], versions('libcublas.so')),
    isIn(shared, ['libvulkan.so.1']),
    list(at('dev/dri')),
  ])
  // The driver alone has no CUDA runtime. Vulkan's library may be there without a card, and is slower than the processor then.
  const hasCard = hasNvidia || cards.some((name) => name.startsWith('renderD'))
  return [
    ...(hasNvidia && hasCudart && hasCublas ? ['cuda' as const] : []),
    ...(hasVulkan && hasCard ? ['vulkan' as const] : []),
  ]
}

/** Of CUDA; the builds know these. */
const versions = (library: string) => [`${library}.13`, `${library}.12`]

const libraryFolders = [
  ...['usr/lib', 'usr/lib64', 'usr/local/lib', 'usr/lib/x86_64-linux-gnu', 'usr/lib/aarch64-linux-gnu'],
  // NixOS has its own.
  'run/opengl-driver/lib',
]

/** Where NVIDIA's own installer puts it. */
async function cudaFolders(local: string): Promise<string[]> {
  const installed = (await list(local)).filter((name) => /^cuda(-|$)/.test(name))
  const targets = installed.map((name) => join(local, name, 'targets'))
  const folders = await Promise.all(
    targets.map(async (folder) => (await list(folder)).map((target) => join(folder, target, 'lib'))),
  )
  return folders.flat()
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  )
const list = (path: string): Promise<string[]> => readdir(path).catch(() => [])
