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
      'This is a note of fusion build, not an error. No equality leads from a changed row of the source to the rows of the stored relation that it affects, so a refresh after a change of the source computes the whole relation. Declare a path, store the column by which its rows are joined, store the part that reads the source on its own, or accept it for a source that seldom changes.',
    example: lines`
      stored('shop.ranks_s', 'Ranks.', ranks, { key: ['offer_id'], refresh: 'byKey' })  // rank() over all offers

      views/ranks.ts:9 FS243 shop.ranks_s: a change of shop.offers computes the whole relation
        Declare a path, paths: { 'shop.offers': { … } }, or store the part that reads it on its own.`,
  },
  FS244: {
    title: 'layer computed several times (a note)',
    explanation:
      'This is a note of fusion build and fusion check, not an error. A layer is part of each view that reads it, so one read of a certified entrypoint, or one refresh of a stored relation, computes its windows, groups or distinct rows several times. Store it, so that its readers share the rows, or read it once.',
    example: lines`
      view('shop.a', '…', { means }, …)  view('shop.b', '…', { means }, …)  // shop.entry reads both

      views/means.ts:4 FS244 means: it has GROUP BY and is computed 2 times for one read of shop.entry: in shop.a, shop.b
        Store it, stored(…), so that its readers share its rows; or read it once.`,
  },
  FS245: {
    title: 'stored rows that change without a change of the sources',
    explanation:
      'A relation with refresh: byKey and triggers computes the rows that changed rows of the sources affect. The clock, the session and chance change rows too, and no trigger notices it, so the relation would hold rows that its view does not give. Compute the value from the data, or compute the whole relation: with refresh: full or track: compare its rows are those of the last refresh.',
    example: lines`
      stored('shop.ages_s', 'Ages.', ages, { key: ['offer_id'], refresh: 'byKey' })  // ages has now() - o.listed_at

      views/ages.ts:7 FS245 shop.ages.age: now() reads the clock, so the answer depends on the time of the query, and no trigger tells shop.ages_s when its rows change
        Compare with a time stored in the data, such as the time at which the row was written. Or compute shop.ages_s whole, with refresh: 'full' or track: 'compare': its rows are then those of the last refresh.`,
  },
  FS246: {
    title: 'stored rows that can differ from their view (a note)',
    explanation:
      'This is a note of fusion build, not an error. The view of a stored relation depends on the clock, the session, chance or the order of rows, so its rows can be others than those that the last refresh has stored. fusion verify and gate D report the difference. A certified relation may not depend on them.',
    example: lines`
      stored('shop.means_s', 'Means.', means, { key: ['shop_id'], refresh: 'full' })  // means has avg(o.weight), a double precision

      views/means.ts:7 FS246 shop.means.weight: avg(double precision) adds floating-point numbers in the order in which rows are stored, which changes the last digits: rows of shop.means_s can differ from those of its view
        Cast the argument, sum(x::numeric), sum integers, or order by a unique key, sum(x ORDER BY …).`,
  },
} as const satisfies Record<`FS24${string}`, DiagnosticEntry>
