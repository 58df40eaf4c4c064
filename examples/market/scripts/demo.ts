import type { ProjectSettings } from 'fusion-store'

/** A few thousand invented listings, and questions that the store answers. */
export const demo: NonNullable<ProjectSettings['demo']> = {
  // Imported when the demo runs: a build does not need the generator and should not depend on it.
  load: async () => {
    const { marketCopies } = await import('./upstream/index.js')
    return marketCopies({ seed: 1, listings: 3000 })
  },
  queries: [
    {
      title: 'Prices against the mean of the comparables, by region',
      sql: `
        SELECT region, count(*) AS n, round(avg(price_to_comp)::numeric, 2) AS price_to_comp
        FROM market.v_market_features
        GROUP BY 1
        ORDER BY 1`,
    },
    {
      title: 'How fast models sell that had sales in the eight weeks before',
      sql: `
        SELECT model, speed_class, count(*) AS n
        FROM market.v_market_features
        WHERE anchor_sold_cnt >= 5
        GROUP BY 1, 2
        ORDER BY n DESC, 1, 2
        LIMIT 10`,
    },
    {
      title: 'How much evidence there is: evidence_level',
      sql: `
        SELECT evidence_level, count(*) AS n
        FROM market.v_market_features
        GROUP BY 1
        ORDER BY 1`,
    },
  ],
}
