import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type * as Library from 'node-llama-cpp'
import { ModelError } from '../../errors.ts'
import type { HostOptions } from '../contract.ts'

export type Runtime = typeof Library

/**
 * llama.cpp, as it came with the package for this platform: never compiled, nothing downloaded. Throws `NoRuntime` where there
 * is none.
 */
export async function loadRuntime({
  runtime,
  threads,
}: HostOptions): Promise<{ runtime: Runtime; llama: Library.Llama }> {
  // Besides the options below, which ask for the same.
  process.env.NODE_LLAMA_CPP_SKIP_DOWNLOAD = 'true'
  const library = await importRuntime(runtime)
  try {
    const llama = await library.getLlama({
      gpu: 'auto',
      build: 'never',
      skipDownload: true,
      maxThreads: threads,
      progressLogs: false,
      logLevel: library.LlamaLogLevel.error,
      logger: () => {},
    })
    return { runtime: library, llama }
  } catch (error) {
    const platform = `${process.platform} on ${process.arch}`
    throw new ModelError(
      'NoRuntime',
      `Models cannot run inside Caret on this machine (${platform}): there is no build of llama.cpp for it. Use Ollama or LM Studio instead.`,
      { cause: error },
    )
  }
}

async function importRuntime(folder: string | undefined): Promise<Runtime> {
  const entry = 'node_modules/node-llama-cpp/dist/index.js'
  try {
    if (folder === undefined) return await import('node-llama-cpp')
    return (await import(pathToFileURL(join(folder, entry)).href)) as Runtime
  } catch (error) {
    throw new ModelError(
      'NoRuntime',
      'Models cannot run inside Caret: node-llama-cpp is not installed. Install Caret again, or use Ollama or LM Studio.',
      { cause: error },
    )
  }
}
