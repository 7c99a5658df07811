import { rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { CatalogueModel } from './catalogue.ts'
import { type Integrity, ofSha256 } from './integrity.ts'

/** What can be got, and what becomes of it. */
export interface Goods {
  id: string
  /** For people. */
  label: string
  licence: { name: string; url: string }
  files: readonly GoodsFile[]
  /** Bytes, once it is there; undefined where it is not. */
  size(): Promise<number | undefined>
  /** Makes it of the files, where they are not it. */
  install?(signal: AbortSignal): Promise<void>
  remove(): Promise<void>
}

export interface GoodsFile {
  url: string
  bytes: number
  integrity: Integrity
  /** Where it goes. */
  path: string
}

/** The model is its file. */
export function modelGoods({ id, label, licence, file, url, bytes, sha256 }: CatalogueModel, folder: string): Goods {
  const path = join(folder, file)
  return {
    ...{ id, label, licence },
    files: [{ url, bytes, path, integrity: ofSha256(sha256) }],
    size: async () => (await stat(path).catch(() => undefined))?.size,
    remove: () => rm(path, { force: true }),
  }
}
