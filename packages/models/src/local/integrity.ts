import { createHash, type Hash } from 'node:crypto'

/** A checksum as npm writes it, and browsers: the algorithm, and base64 (W3C Subresource Integrity). */
export type Integrity = `sha256-${string}` | `sha512-${string}`

/** Of the 64 hexadecimal digits that hosts of models show. */
export const ofSha256 = (hex: string): Integrity => `sha256-${Buffer.from(hex, 'hex').toString('base64')}`

/** A hash that is fed, to be compared with `integrity`. */
export const startHash = (integrity: Integrity): Hash => createHash(integrity.slice(0, 6))

/** Ends the hash. */
export const isIntact = (hash: Hash, integrity: Integrity): boolean => hash.digest('base64') === integrity.slice(7)
