import type { Extension } from '@electric-sql/pglite'
import { embeddedExtensions, type EmbeddedExtension } from '../../model/embedded-extensions.js'

/** The extensions, each from its own package. */
const load: { readonly [name in EmbeddedExtension]: () => Promise<Extension> } = {
  citext: async () => (await import('@electric-sql/pglite/contrib/citext')).citext,
  cube: async () => (await import('@electric-sql/pglite/contrib/cube')).cube,
  earthdistance: async () => (await import('@electric-sql/pglite/contrib/earthdistance')).earthdistance,
  hstore: async () => (await import('@electric-sql/pglite/contrib/hstore')).hstore,
  intarray: async () => (await import('@electric-sql/pglite/contrib/intarray')).intarray,
  isn: async () => (await import('@electric-sql/pglite/contrib/isn')).isn,
  lo: async () => (await import('@electric-sql/pglite/contrib/lo')).lo,
  ltree: async () => (await import('@electric-sql/pglite/contrib/ltree')).ltree,
  seg: async () => (await import('@electric-sql/pglite/contrib/seg')).seg,
}

/**
 * The files of every extension with types, for CREATE EXTENSION. All are loaded, because it is not known at startup which
 * are needed. This takes a quarter of a second.
 */
export async function engineExtensions(): Promise<Record<string, Extension>> {
  const loaded = embeddedExtensions.map(async (name) => [name, await load[name]()] as const)
  return Object.fromEntries(await Promise.all(loaded))
}
