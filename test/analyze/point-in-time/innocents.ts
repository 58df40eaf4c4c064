import type { PointInTimeCase } from './leaks.js'

const innocent = (name: string, select: string): PointInTimeCase => ({ name, select, leaks: [] })

/** Reads that see nothing that was recorded after the T0. */
export const innocents: readonly PointInTimeCase[] = [
  innocent(
    'the row itself, joined by its key',
    `SELECT l.listing_id, l.listed_at AS t0, o.price, b.brand FROM shop.listing l
     JOIN (SELECT listing_id, price, model FROM shop.listing WHERE price > 1) o ON o.listing_id = l.listing_id
     LEFT JOIN shop.brand b ON b.model = o.model`,
  ),
  innocent(
    'a mean of what was recorded by then',
    `SELECT l.listing_id, l.listed_at AS t0, m.mean FROM shop.listing l LEFT JOIN LATERAL
       (SELECT avg(o.price) AS mean FROM shop.listing o WHERE o.model = l.model AND o.listed_at < l.listed_at) m ON true`,
  ),
  innocent(
    'the latest row by then',
    `SELECT l.listing_id, l.listed_at AS t0, i.amount FROM shop.listing l LEFT JOIN LATERAL
       (SELECT amount FROM shop.income i WHERE i.model = l.model AND i.recorded_at <= l.listed_at
        ORDER BY i.recorded_at DESC, i.no LIMIT 1) i ON true`,
  ),
  innocent(
    'a running sum up to the row and its peers',
    `SELECT l.listing_id, l.listed_at AS t0, sum(l.price) OVER (PARTITION BY l.model ORDER BY l.listed_at) AS so_far,
       rank() OVER (ORDER BY l.listed_at) AS place,
       sum(l.price) OVER (PARTITION BY l.model ORDER BY l.listed_at
         RANGE BETWEEN interval '720 hours' PRECEDING AND CURRENT ROW EXCLUDE GROUP) AS month
     FROM shop.listing l`,
  ),
  innocent(
    'NOT EXISTS of what was recorded by then',
    `SELECT l.listing_id, l.listed_at AS t0, NOT EXISTS
       (SELECT FROM shop.sighting s WHERE s.listing_id = l.listing_id AND l.listed_at >= s.recorded_at) AS unseen
     FROM shop.listing l`,
  ),
  innocent(
    'a left join whose ON has the bound',
    `SELECT l.listing_id, l.listed_at AS t0, s.amount FROM shop.listing l
     LEFT JOIN shop.sighting s ON s.listing_id = l.listing_id AND s.recorded_at BETWEEN l.listed_at - interval '48 hours' AND l.listed_at`,
  ),
  innocent(
    'FILTER on each aggregate',
    `SELECT l.listing_id, l.listed_at AS t0, s.n, s.top FROM shop.listing l CROSS JOIN LATERAL
       (SELECT count(*) FILTER (WHERE s.recorded_at <= l.listed_at) AS n,
          max(s.amount) FILTER (WHERE s.recorded_at < l.listed_at AND s.amount > 1) AS top
        FROM shop.sighting s WHERE s.listing_id = l.listing_id) s`,
  ),
  innocent(
    'both arms of a UNION',
    `SELECT l.listing_id, l.listed_at AS t0, u.amount FROM shop.listing l CROSS JOIN LATERAL
       (SELECT s.amount FROM shop.sighting s WHERE s.listing_id = l.listing_id AND s.recorded_at <= l.listed_at
        UNION SELECT i.amount FROM shop.income i WHERE i.model = l.model AND i.recorded_at <= l.listed_at) u`,
  ),
  innocent(
    'by the start of the day, and an hour before',
    `SELECT l.listing_id, l.listed_at AS t0,
       (SELECT count(*) FROM shop.sighting s WHERE s.listing_id = l.listing_id
          AND s.recorded_at < date_trunc('day', l.listed_at, 'UTC')) AS before_today,
       (SELECT max(s.amount) FROM shop.sighting s WHERE s.listing_id = l.listing_id
          AND s.recorded_at + interval '1 hour' <= l.listed_at) AS an_hour_ago,
       (SELECT max(s.amount) FROM shop.sighting s WHERE s.listing_id = l.listing_id
          AND s.recorded_at < (l.listed_at AT TIME ZONE 'UTC')::date::timestamp AT TIME ZONE 'UTC') AS of_days
     FROM shop.listing l`,
  ),
  innocent(
    'groups of the time itself',
    `SELECT l.listing_id, l.listed_at AS t0, d.n FROM shop.listing l
     JOIN (SELECT o.listed_at AS at, count(*) AS n FROM shop.listing o GROUP BY o.listed_at) d ON d.at = l.listed_at`,
  ),
  innocent(
    'a group for each listing over what was recorded by then',
    `SELECT l.listing_id, l.listed_at AS t0, s.n FROM shop.listing l
     JOIN (SELECT o.listing_id, count(s.no) AS n FROM shop.listing o
       LEFT JOIN shop.sighting s ON s.listing_id = o.listing_id AND s.recorded_at <= o.listed_at GROUP BY o.listing_id) s ON s.listing_id = l.listing_id`,
  ),
  innocent(
    'a condition that is a column further in, and a fence',
    `SELECT l.listing_id, l.listed_at AS t0, s.n FROM shop.listing l CROSS JOIN LATERAL
       (SELECT count(*) AS n FROM (SELECT s.no, s.amount > 0 AND s.recorded_at <= l.listed_at AS counts
          FROM shop.sighting s WHERE s.listing_id = l.listing_id OFFSET 0) s WHERE s.counts) s`,
  ),
  innocent(
    'a WITH query of the listing',
    `WITH seen AS (SELECT o.listing_id, o.listed_at, s.amount FROM shop.listing o
       JOIN shop.sighting s ON s.listing_id = o.listing_id AND s.recorded_at <= o.listed_at)
     SELECT l.listing_id, l.listed_at AS t0, seen.amount FROM shop.listing l JOIN seen ON seen.listing_id = l.listing_id`,
  ),
  innocent(
    'the first of DISTINCT ON of the listing',
    `SELECT l.listing_id, l.listed_at AS t0, f.amount FROM shop.listing l LEFT JOIN
       (SELECT DISTINCT ON (o.listing_id) o.listing_id, s.amount FROM shop.listing o
        JOIN shop.sighting s ON s.listing_id = o.listing_id AND NOT s.recorded_at > o.listed_at
        ORDER BY o.listing_id, s.recorded_at DESC, s.no) f ON f.listing_id = l.listing_id`,
  ),
  innocent(
    'the row before',
    `SELECT l.listing_id, l.listed_at AS t0, lag(l.price) OVER (PARTITION BY l.model ORDER BY l.listed_at, l.listing_id) AS before
     FROM shop.listing l`,
  ),
  innocent(
    'the latest row of the row itself, chosen in its own query',
    `SELECT DISTINCT ON (l.listing_id) l.listing_id, l.listed_at AS t0, s.amount FROM shop.listing l
     JOIN shop.sighting s ON s.listing_id = l.listing_id AND s.recorded_at <= l.listed_at
     ORDER BY l.listing_id, s.recorded_at DESC, s.no`,
  ),
  innocent(
    'the latest row by a number',
    `SELECT n.listing_id, n.t0, n.amount FROM (SELECT l.listing_id, l.listed_at AS t0, s.amount,
       row_number() OVER (PARTITION BY l.listing_id ORDER BY s.recorded_at DESC, s.no) AS rn FROM shop.listing l
       JOIN shop.sighting s ON s.listing_id = l.listing_id AND s.recorded_at <= l.listed_at) n WHERE n.rn = 1`,
  ),
  innocent(
    'a count over the rows of the row itself',
    `SELECT l.listing_id, l.listed_at AS t0, count(s.no) OVER (PARTITION BY l.listing_id) AS n FROM shop.listing l
     JOIN shop.sighting s ON s.listing_id = l.listing_id AND s.recorded_at <= l.listed_at`,
  ),
  innocent(
    'a bound by a value of a row that is there',
    `SELECT l.listing_id, l.listed_at AS t0, s.amount FROM shop.listing l LEFT JOIN LATERAL
       (SELECT l.listed_at AS at FROM shop.brand b WHERE b.model = l.model) x ON true
     JOIN shop.sighting s ON s.listing_id = l.listing_id AND s.recorded_at <= x.at`,
  ),
]
