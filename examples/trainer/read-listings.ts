import type pg from 'pg'
import { fusionFeatureStoreT0V1V } from '../../generated/stores.js'
import type { VDamageFusionFeaturesV2ScoredTrainVRow } from '../../generated/rows.js'
// A project of its own imports 'fusion-store-reader'.
import { type Certificate, createReader } from '../../src/reader/index.js'
import type { BaseRow } from './data/sample.js'

export type StoreRow = VDamageFusionFeaturesV2ScoredTrainVRow

/** A listing with its label and its row of the store. */
export interface Listing {
  readonly base: BaseRow
  readonly row: StoreRow
}

export interface ReadListings {
  readonly samples: readonly (readonly Listing[])[]
  /** To be kept with the models. */
  readonly certificate: Certificate
}

/**
 * Joins the features of the store to the trainer's own rows, on generation and listing, in one snapshot.
 *
 * @param maxAge age at which the certificate is no longer accepted; by default that of the store.
 * @throws ReaderError FS424 where the guard refuses.
 */
export async function readListings(
  pool: pg.Pool,
  samples: readonly (readonly BaseRow[])[],
  maxAge: string | undefined,
): Promise<ReadListings> {
  const reader = createReader(pool, fusionFeatureStoreT0V1V, maxAge === undefined ? {} : { maxAge })
  const { rows, missing, certificate } = await reader.byKeys(
    samples.flat().map(({ generation, listing_id }) => ({ generation, listing_id })),
  )
  if (missing.length > 0) throw new Error(`The store has no row of ${missing.length} listings.`)
  let at = 0
  const joined = samples.map((base) =>
    base.flatMap((one) => {
      const row = rows[at++]
      return row === undefined ? [] : [{ base: one, row }]
    }),
  )
  return { samples: joined, certificate }
}
