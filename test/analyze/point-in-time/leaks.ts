/** An entrypoint over the tables of `tables.ts`, whose T0 is `t0`. */
export interface PointInTimeCase {
  readonly name: string
  readonly select: string
  /** Sources that are read without a proof. */
  readonly leaks: readonly string[]
}

const leak = (name: string, read: string, select: string): PointInTimeCase => ({
  name,
  select,
  leaks: read.split(' ').map((source) => `shop.${source}`),
})

/** Reads that see the future, each in another way. */
export const leaks: readonly PointInTimeCase[] = [
  leak(
    'a mean of the segment without a bound',
    'listing',
    `SELECT l.listing_id, l.listed_at AS t0, m.mean FROM shop.listing l
     JOIN (SELECT model, avg(price) AS mean FROM shop.listing GROUP BY model) m ON m.model = l.model`,
  ),
  leak(
    'a window over all rows',
    'listing',
    `SELECT l.listing_id, l.listed_at AS t0, avg(l.price) OVER (PARTITION BY l.model) AS mean FROM shop.listing l`,
  ),
  leak(
    'a frame that goes on to the end',
    'listing',
    `SELECT l.listing_id, l.listed_at AS t0, sum(l.price) OVER
       (PARTITION BY l.model ORDER BY l.listed_at RANGE BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) AS ahead
     FROM shop.listing l`,
  ),
  leak(
    'the next row',
    'listing',
    `SELECT l.listing_id, l.listed_at AS t0, lead(l.price) OVER (PARTITION BY l.model ORDER BY l.listed_at, l.listing_id) AS next
     FROM shop.listing l`,
  ),
  leak(
    'a frame that begins with the latest',
    'listing',
    `SELECT l.listing_id, l.listed_at AS t0, count(*) OVER (PARTITION BY l.model ORDER BY l.listed_at DESC) AS ahead
     FROM shop.listing l`,
  ),
  leak(
    'NOT EXISTS without a bound',
    'sighting',
    `SELECT l.listing_id, l.listed_at AS t0,
       NOT EXISTS (SELECT FROM shop.sighting s WHERE s.listing_id = l.listing_id AND s.amount > 3) AS never_cheap
     FROM shop.listing l`,
  ),
  leak(
    'a row that is dropped when something is recorded later',
    'sighting',
    `SELECT l.listing_id, l.listed_at AS t0, l.price FROM shop.listing l
     WHERE l.listing_id NOT IN (SELECT s.listing_id FROM shop.sighting s WHERE s.amount > 3)`,
  ),
  leak(
    'LEFT JOIN to a later snapshot',
    'income',
    `SELECT l.listing_id, l.listed_at AS t0, i.amount FROM shop.listing l
     LEFT JOIN shop.income i ON i.model = l.model AND i.recorded_at > l.listed_at`,
  ),
  leak(
    'the time of the event instead of that of the record',
    'sighting',
    `SELECT l.listing_id, l.listed_at AS t0, s.n FROM shop.listing l CROSS JOIN LATERAL
       (SELECT count(*) AS n FROM shop.sighting s WHERE s.listing_id = l.listing_id AND s.seen_at <= l.listed_at) s`,
  ),
  leak(
    'no later than another row',
    'listing sighting',
    `SELECT l.listing_id, l.listed_at AS t0, s.amount FROM shop.listing l
     JOIN shop.listing o ON o.seller = l.seller
     JOIN shop.sighting s ON s.listing_id = l.listing_id AND s.recorded_at <= o.listed_at`,
  ),
  leak(
    'a bound under OR',
    'sighting',
    `SELECT l.listing_id, l.listed_at AS t0, s.n FROM shop.listing l CROSS JOIN LATERAL
       (SELECT count(*) AS n FROM shop.sighting s
        WHERE s.listing_id = l.listing_id AND (s.recorded_at <= l.listed_at OR s.amount > 3)) s`,
  ),
  leak(
    'a bound above the aggregate',
    'sighting',
    `SELECT l.listing_id, l.listed_at AS t0, s.n FROM shop.listing l
     LEFT JOIN (SELECT listing_id, count(*) AS n, min(recorded_at) AS first_at FROM shop.sighting GROUP BY listing_id) s
       ON s.listing_id = l.listing_id AND s.first_at <= l.listed_at`,
  ),
  leak(
    'one arm of a UNION without a bound',
    'income',
    `SELECT l.listing_id, l.listed_at AS t0, u.amount FROM shop.listing l CROSS JOIN LATERAL
       (SELECT s.amount FROM shop.sighting s WHERE s.listing_id = l.listing_id AND s.recorded_at <= l.listed_at
        UNION ALL SELECT i.amount FROM shop.income i WHERE i.model = l.model) u`,
  ),
  leak(
    'a scalar subquery',
    'sighting',
    `SELECT l.listing_id, l.listed_at AS t0, (SELECT max(s.amount) FROM shop.sighting s WHERE s.listing_id = l.listing_id) AS top
     FROM shop.listing l`,
  ),
  leak(
    'a FILTER of one aggregate of two',
    'sighting',
    `SELECT l.listing_id, l.listed_at AS t0, s.n, s.top FROM shop.listing l CROSS JOIN LATERAL
       (SELECT count(*) FILTER (WHERE s.recorded_at <= l.listed_at) AS n, max(s.amount) AS top
        FROM shop.sighting s WHERE s.listing_id = l.listing_id) s`,
  ),
  leak(
    'the latest row without a bound',
    'income',
    `SELECT l.listing_id, l.listed_at AS t0, i.amount FROM shop.listing l LEFT JOIN LATERAL
       (SELECT amount FROM shop.income i WHERE i.model = l.model ORDER BY i.recorded_at DESC, i.no LIMIT 1) i ON true`,
  ),
  leak(
    'a bound after the choice of the latest row',
    'income',
    `SELECT l.listing_id, l.listed_at AS t0, i.amount FROM shop.listing l LEFT JOIN LATERAL
       (SELECT amount, recorded_at FROM shop.income i WHERE i.model = l.model
        ORDER BY i.recorded_at DESC NULLS LAST, i.no LIMIT 1) i ON i.recorded_at <= l.listed_at`,
  ),
  leak(
    'the last of DISTINCT ON',
    'income',
    `SELECT l.listing_id, l.listed_at AS t0, i.amount FROM shop.listing l LEFT JOIN
       (SELECT DISTINCT ON (model) model, amount FROM shop.income ORDER BY model, recorded_at DESC, no) i
       ON i.model = l.model`,
  ),
  leak(
    'a bound in ON that only empties the other side',
    'sighting',
    `SELECT l.listing_id, l.listed_at AS t0, s.amount, i.amount AS income FROM shop.listing l
     JOIN shop.sighting s ON s.listing_id = l.listing_id
     LEFT JOIN shop.income i ON i.model = l.model AND i.recorded_at <= s.recorded_at AND s.recorded_at <= l.listed_at`,
  ),
  leak(
    'a bound a day ahead',
    'sighting',
    `SELECT l.listing_id, l.listed_at AS t0, s.n FROM shop.listing l CROSS JOIN LATERAL
       (SELECT count(*) AS n FROM shop.sighting s
        WHERE s.listing_id = l.listing_id AND s.recorded_at <= l.listed_at + interval '24 hours') s`,
  ),
  leak(
    'what is not NULL when nothing was recorded',
    'sighting',
    `SELECT l.listing_id, l.listed_at AS t0, s.amount FROM shop.listing l
     LEFT JOIN shop.sighting s ON s.listing_id = l.listing_id
     WHERE s.recorded_at <= l.listed_at OR s.recorded_at IS NULL`,
  ),
  leak(
    'HAVING over the rows of all times',
    'sighting',
    `SELECT l.listing_id, l.listed_at AS t0 FROM shop.listing l
     JOIN shop.sighting s ON s.listing_id = l.listing_id GROUP BY l.listing_id, l.listed_at HAVING count(*) < 3`,
  ),
  leak(
    'a row that has the key of the listing and is of another',
    'listing',
    `SELECT l.listing_id, l.listed_at AS t0, o.price FROM shop.listing l JOIN shop.listing o ON o.seller = l.listing_id`,
  ),
  leak(
    'the first ten',
    'listing',
    `SELECT * FROM (SELECT l.listing_id, l.listed_at AS t0, l.price FROM shop.listing l
       ORDER BY l.listed_at DESC, l.listing_id LIMIT 10) l`,
  ),
  leak(
    'EXCEPT what comes later',
    'sighting',
    `SELECT l.listing_id, l.listed_at AS t0, (SELECT count(*) FROM
       (SELECT l.listing_id EXCEPT SELECT s.listing_id FROM shop.sighting s) x) AS unseen FROM shop.listing l`,
  ),
  leak(
    'a recursive query',
    'sighting',
    `SELECT l.listing_id, l.listed_at AS t0, r.n FROM shop.listing l CROSS JOIN LATERAL
       (WITH RECURSIVE chain AS (SELECT 1 AS n UNION SELECT c.n + 1 FROM chain c
          JOIN shop.sighting s ON s.listing_id = l.listing_id AND s.no = c.n) SELECT max(n) AS n FROM chain) r`,
  ),
  leak(
    'a partition by a value of an optional row: all rows without one are in one partition',
    'listing',
    `SELECT l.listing_id, l.listed_at AS t0, sum(l.price) OVER (PARTITION BY x.k) AS mean FROM shop.listing l
     LEFT JOIN LATERAL (SELECT l.listing_id AS k, l.listed_at AS at FROM shop.brand b WHERE b.model = l.model AND b.brand = 'red') x ON true`,
  ),
  leak(
    'an order by a value of an optional row: all rows without one are peers',
    'listing',
    `SELECT l.listing_id, l.listed_at AS t0, sum(l.price) OVER (PARTITION BY l.model ORDER BY x.at) AS so_far FROM shop.listing l
     LEFT JOIN LATERAL (SELECT l.listing_id AS k, l.listed_at AS at FROM shop.brand b WHERE b.model = l.model AND b.brand = 'red') x ON true`,
  ),
  leak(
    'a choice by a value of an optional row',
    'listing',
    `SELECT DISTINCT ON (l.model, x.k) l.listing_id, l.listed_at AS t0, l.price FROM shop.listing l
     LEFT JOIN LATERAL (SELECT l.listing_id AS k, l.listed_at AS at FROM shop.brand b WHERE b.model = l.model AND b.brand = 'red') x ON true ORDER BY l.model, x.k, l.listed_at DESC, l.listing_id`,
  ),
  leak(
    'a group of an optional row, through a subquery',
    'listing',
    `SELECT l.listing_id, l.listed_at AS t0, g.n FROM shop.listing l
     JOIN (SELECT l.model, x.k, count(*) AS n FROM shop.listing l LEFT JOIN LATERAL (SELECT l.listing_id AS k, l.listed_at AS at FROM shop.brand b WHERE b.model = l.model AND b.brand = 'red') x ON true GROUP BY l.model, x.k) g
       ON g.model = l.model AND coalesce(g.k, l.listing_id) = l.listing_id`,
  ),
  leak(
    'the least of two times, one of an optional row',
    'sighting',
    `SELECT l.listing_id, l.listed_at AS t0, (SELECT count(*) FROM shop.sighting s
       WHERE s.listing_id = l.listing_id AND s.recorded_at <= least(l.listed_at + interval '9 days', x.at)) AS n
     FROM shop.listing l LEFT JOIN LATERAL (SELECT l.listing_id AS k, l.listed_at AS at FROM shop.brand b WHERE b.model = l.model AND b.brand = 'red') x ON true`,
  ),
]
