import { register } from 'node:module'
import type * as Library from 'node-llama-cpp'
import { ModelError } from '../../errors.ts'
import type { HostOptions } from '../contract.ts'
import { findBuildsIn } from './builds.ts'

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

async function importRuntime(folder: string): Promise<Runtime> {
  const [url, data] = findBuildsIn(folder)
  register(url, { data })
  try {
    return await import('node-llama-cpp')
  } catch (error) {
    throw new ModelError(
      'NoRuntime',
      'Models cannot run inside Caret: node-llama-cpp is not installed. Install Caret again, or use Ollama or LM Studio.',
      { cause: error },
    )
  }
}
