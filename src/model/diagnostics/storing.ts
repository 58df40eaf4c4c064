import { type DiagnosticEntry, lines } from './entry.js'

/** FS240 to FS249: stored relations. */
export const storing = {
  FS240: {
    title: 'invalid stored relation',
    explanation:
      'A setting of stored() is missing or has a value that it cannot have: a key without columns, an unknown way to refresh, a path of a source that the relation does not read, or a guarded view, which cannot be read while it is not certified. The message names the setting.',
    example: lines`
      stored('shop.prices_s', 'Prices.', prices, { key: [], refresh: 'byKey' })

      views/prices.ts:12 FS240 shop.prices_s: "shop.prices_s" has no key
        Name the columns that identify a row with key: […].`,
  },
  FS241: {
    title: 'key of a stored relation not proven',
    explanation:
      'The key of a stored relation is its primary key, so two rows with the same key, or a NULL in it, would make each refresh fail. The query must prove that there are none.',
    example: lines`
      stored('shop.latest_s', 'Latest prices.', latest, { key: ['shop_id'], refresh: 'byKey' })  // latest is not grouped

      views/latest.ts:9 FS241 shop.latest_s: it is not proven that the key (shop_id) is unique
        A key is proven by keys of the sources, joins on whole keys, GROUP BY or DISTINCT, and NOT NULL columns or conditions such as IS NOT NULL.`,
  },
  FS242: {
    title: 'triggers on a materialized view',
    explanation:
      'A relation that is refreshed by key learns of changes from triggers, and Postgres allows no triggers on a materialized view. Store the relation that it reads by key too, or compare instead of tracking.',
    example: lines`
      stored('shop.top_s', 'Top offers.', top, { key: ['offer_id'], refresh: 'byKey' })  // top reads a relation with refresh: 'full'

      views/top.ts:9 FS242 shop.top_s: it is refreshed by key, but reads shop.means_s, a materialized view, which cannot have triggers
        Store shop.means_s with refresh: 'byKey', or give this relation track: 'compare' or refresh: 'full'.`,
  },
  FS243: {
    title: 'each change computes everything (a note)',
    explanation:
      'This is a note of fusion build, not an error. No equality leads from a changed row of the source to the rows of the stored relation that it affects, so a refresh after a change of the source computes the whole relation. Declare a path, store the part that reads the source on its own, or accept it for a source that seldom changes.',
    example: lines`
      stored('shop.ranks_s', 'Ranks.', ranks, { key: ['offer_id'], refresh: 'byKey' })  // rank() over all offers

      views/ranks.ts:9 FS243 shop.ranks_s: a change of shop.offers computes the whole relation
        Declare a path, paths: { 'shop.offers': { … } }, or store the part that reads it on its own.`,
  },
} as const satisfies Record<`FS24${string}`, DiagnosticEntry>
