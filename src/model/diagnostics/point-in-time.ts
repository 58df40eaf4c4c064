import { type DiagnosticEntry, lines } from './entry.js'

/** FS231 to FS239: as-of reads, and what features may see of the time after the T0. */
export const pointInTime = {
  FS231: {
    title: 'as-of choice not proven to be of one fact',
    explanation:
      'The key, at and tie of an asOf are not proven to be unique in its facts, so two facts could be the latest, and which one is read would depend on how rows are stored. Add the remaining columns of a unique key to tie.',
    example: lines`
      asOf('priced', …, { onto: orders, of: prices, key: { item_id: 'item_id' }, at: 'priced_at', tie: {}, … }, …)

      fusion.config.ts:14 FS231 priced: asOf may find several facts of the same key and instant, and tie does not say which
        Add to tie what makes key, at and tie unique in the facts. A proof needs keys of the sources, joins on whole keys, GROUP BY or DISTINCT.`,
  },
  FS235: {
    title: 'sees what was recorded after the T0',
    explanation:
      'A row of the entrypoint may depend on rows of a strict source that were recorded after its T0, so a model would be trained on what nobody knew then. Compare the recording time of the source with the T0 where it is read: a condition above an aggregate, under OR, or in the ON of a left join for the other side does not restrict what is seen. Where it cannot be helped, declare the reason.',
    example: lines`
      aggregate('per_seller', 'Offers of a seller.', { of: orders, by: ['customer_id'] }, …)

      fusion.config.ts:12 FS235 shop.entry: rows of shop.orders that were recorded after the T0 "edited_at" may decide about a row of shop.entry
        Where it is read, before anything is aggregated or chosen, require orders.recorded_at <= the T0, or declare why not: certification({ pointInTime: { "shop.orders": { lateAllowed: '…' } } }).`,
  },
  FS236: {
    title: 'source without a point-in-time policy',
    explanation:
      'The certification declares point-in-time policies, and its entrypoint reads a source of which nothing says when its rows were recorded. Declare knownAt or timeless where the source is declared, or a policy for it.',
    example: lines`
      certification({ entrypoint: entry, pointInTime: {}, … })

      fusion.config.ts:21 FS236 shop.entry: it reads shop.photos, of which nothing says when its rows were recorded
        Declare knownAt: '…' or timeless: '…' in source("shop.photos", …), or a policy: certification({ pointInTime: { "shop.photos": { lateAllowed: '…' } } }).`,
  },
  FS237: {
    title: 'no point-in-time policies (a note)',
    explanation:
      'This is a note of fusion build, not an error. The certification declares no point-in-time policies, so nothing proves that features see only what was recorded by their T0, and gate P asks for nothing.',
    example: lines`
      certification({ entrypoint: entry, t0: 'edited_at', … })

      fusion.config.ts:21 FS237 shop.entry: features may see rows that were recorded after the T0: it has no point-in-time policies
        Declare knownAt or timeless for its sources, and pointInTime: {} for the certification, and gate P proves that they do not.`,
  },
  FS238: {
    title: 'strict source without a recording time',
    explanation:
      'A source is to be read strictly point in time, and has no column of a date or time type that says when a row was recorded. Declare it as knownAt; the time at which something happened is not the time at which it was recorded.',
    example: lines`
      certification({ entrypoint: entry, pointInTime: { 'shop.photos': 'strict' }, … })

      fusion.config.ts:21 FS238 shop.entry: shop.photos is strict, and nothing says when its rows were recorded
        Declare knownAt: '…' in source("shop.photos", …), with a column that says when a row was recorded, or certification({ pointInTime: { "shop.photos": { lateAllowed: '…' } } }).`,
  },
  FS239: {
    title: 'point-in-time policy for what is not read',
    explanation:
      'The certification declares a point-in-time policy for a name that is not a source which its entrypoint reads, so the policy would have no effect. Names are those of the sources, schema.table, unquoted.',
    example: lines`
      certification({ entrypoint: entry, pointInTime: { 'shop.order': 'strict' }, … })

      fusion.config.ts:21 FS239 shop.entry: pointInTime has a policy for "shop.order", which is not a source that it reads
        It reads shop.customers, shop.orders. Correct the name, or remove the policy.`,
  },
} as const satisfies Record<`FS2${string}`, DiagnosticEntry>
