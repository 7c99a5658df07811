import type { LlamaModel } from 'node-llama-cpp'

/** Tokens of a conversation, the most first. */
const sizes = [32_768, 16_384, 8192, 4096, 2048]
const most = 4

/**
 * How many conversations a model keeps, and how long each may be, in the bytes given for their state: several that are long
 * enough rather than one that is longer than any. At the very least one of 2,048 tokens.
 */
export async function planMemory(
  model: LlamaModel,
  bytes: number,
): Promise<{ contextSize: number; sequences: number }> {
  const trained = model.trainContextSize
  const lengths = sizes.filter((size) => size < trained)
  if (trained <= sizes[0]!) lengths.unshift(trained)
  for (const contextSize of lengths) {
    for (const sequences of [most, 2]) {
      const { cpuRam, gpuVram } = await model.fileInsights.estimateContextResourceRequirementsV2({
        contextSize,
        sequences,
        modelGpuLayers: model.gpuLayers,
        swaFullCache: true,
      })
      if (cpuRam + gpuVram <= bytes) return { contextSize, sequences }
    }
  }
  return { contextSize: lengths.at(-1)!, sequences: 1 }
}
