/** Relations that the cases read; every column but the first of a key is nullable. */
export const tables = `
CREATE SCHEMA shop;
CREATE TABLE shop.offer (gen integer NOT NULL, id bigint NOT NULL, seg text, day date, price numeric, UNIQUE (gen, id));
CREATE TABLE shop.image (gen integer NOT NULL, offer_id bigint NOT NULL, n integer NOT NULL, level integer);
CREATE TABLE shop.segment (name text NOT NULL UNIQUE, zone integer, mean double precision);
CREATE TABLE shop.zone (zone bigint NOT NULL UNIQUE, label text, code character(3));
CREATE VIEW shop.means AS SELECT seg, zone, count(*) AS n FROM shop.offer JOIN shop.segment ON name = seg GROUP BY seg, zone;
`

interface PathCase {
  readonly name: string
  readonly select: string
  /** `relation: output=column …` with `!` after an equality that a condition makes and `?` where an outer join may
   * extend the output with NULL, one line for each place. */
  readonly paths: readonly string[]
}

const path = (name: string, select: string, ...paths: readonly string[]): PathCase => ({
  name,
  select,
  paths,
})

export const cases: readonly PathCase[] = [
  path(
    'columns that are passed on',
    'SELECT o.gen, o.id AS offer_id FROM shop.offer o',
    'shop.offer: gen=gen offer_id=id',
  ),
  path(
    'an expression is not a column',
    'SELECT o.gen, o.id + 0 AS offer_id FROM shop.offer o',
    'shop.offer: gen=gen',
  ),
  path(
    'inner join',
    'SELECT o.gen, o.id FROM shop.offer o JOIN shop.image i ON i.gen = o.gen AND i.offer_id = o.id',
    'shop.image: gen=gen! id=offer_id!',
    'shop.offer: gen=gen! id=id!',
  ),
  path(
    'equality in WHERE, in a chain',
    'SELECT i.gen FROM shop.offer o, shop.image i, shop.image j WHERE o.gen = i.gen AND j.gen = o.gen',
    'shop.image: gen=gen!',
    'shop.offer: gen=gen!',
  ),
  path(
    'left join: the optional side',
    'SELECT o.id, s.mean FROM shop.offer o LEFT JOIN shop.segment s ON s.name = o.seg',
    'shop.offer: id=id',
    'shop.segment: ',
  ),
  path(
    'left join by an output',
    'SELECT o.id, o.seg FROM shop.offer o LEFT JOIN shop.segment s ON s.name = o.seg',
    'shop.offer: id=id seg=seg',
    'shop.segment: seg=name!',
  ),
  path(
    'left join: what is optional says nothing about what is kept',
    'SELECT s.name FROM shop.offer o LEFT JOIN shop.segment s ON s.name = o.seg AND o.seg = s.name',
    'shop.offer: ',
    'shop.segment: name=name?',
  ),
  path(
    'left join: a chain over the optional side does not restrict the kept side',
    'SELECT o.id, o.day FROM shop.offer o LEFT JOIN shop.offer p ON p.id = o.id AND p.gen = o.gen',
    'shop.offer: day=day id=id',
    'shop.offer: id=id!',
  ),
  path(
    'right join',
    'SELECT o.id, o.seg FROM shop.segment s RIGHT JOIN shop.offer o ON s.name = o.seg',
    'shop.offer: id=id seg=seg',
    'shop.segment: seg=name!',
  ),
  path(
    'full join',
    'SELECT o.id, s.name FROM shop.offer o FULL JOIN shop.segment s ON s.name = o.seg',
    'shop.offer: id=id? name=seg!?',
    'shop.segment: name=name?',
  ),
  path(
    'group by its key',
    'SELECT i.gen, i.offer_id, count(*) AS n FROM shop.image i GROUP BY i.gen, i.offer_id',
    'shop.image: gen=gen offer_id=offer_id',
  ),
  path(
    'group by more than is given',
    'SELECT min(i.gen) AS gen, i.offer_id FROM shop.image i GROUP BY i.offer_id, i.n',
    'shop.image: offer_id=offer_id',
  ),
  path('one group', 'SELECT max(i.gen) AS gen FROM shop.image i', 'shop.image: '),
  path(
    'grouping sets',
    'SELECT i.gen, i.offer_id FROM shop.image i GROUP BY GROUPING SETS ((i.gen), (i.gen, i.offer_id))',
    'shop.image: ',
  ),
  path(
    'grouped subquery, joined',
    'SELECT o.id, g.n FROM shop.offer o JOIN (SELECT seg, count(*) AS n FROM shop.offer GROUP BY seg) g ON g.seg = o.seg',
    'shop.offer: ',
    'shop.offer: id=id',
  ),
  path(
    'grouped subquery, joined by an output',
    'SELECT o.id, o.seg, g.n FROM shop.offer o JOIN (SELECT seg, count(*) AS n FROM shop.offer GROUP BY seg) g ON g.seg = o.seg',
    'shop.offer: id=id seg=seg!',
    'shop.offer: seg=seg!',
  ),
  path(
    'window by its partition',
    'SELECT o.gen, o.id, rank() OVER (PARTITION BY o.gen ORDER BY o.price) AS r FROM shop.offer o',
    'shop.offer: gen=gen',
  ),
  path(
    'window over everything',
    'SELECT o.gen, o.id, rank() OVER (ORDER BY o.price) AS r FROM shop.offer o',
    'shop.offer: ',
  ),
  path(
    'two windows',
    'SELECT o.gen, o.seg, rank() OVER (PARTITION BY o.gen ORDER BY o.price) AS a, rank() OVER (PARTITION BY o.gen, o.seg ORDER BY o.price) AS b FROM shop.offer o',
    'shop.offer: gen=gen',
  ),
  path('distinct', 'SELECT DISTINCT o.gen, o.seg FROM shop.offer o', 'shop.offer: gen=gen seg=seg'),
  path(
    'distinct on',
    'SELECT DISTINCT ON (o.gen) o.gen, o.id FROM shop.offer o ORDER BY o.gen, o.id',
    'shop.offer: gen=gen',
  ),
  path('limit', 'SELECT o.gen, o.id FROM shop.offer o ORDER BY o.id LIMIT 5', 'shop.offer: '),
  path('offset 0', 'SELECT q.gen FROM (SELECT * FROM shop.offer OFFSET 0) q', 'shop.offer: gen=gen'),
  path('offset', 'SELECT q.gen FROM (SELECT * FROM shop.offer ORDER BY id OFFSET 1) q', 'shop.offer: '),
  path(
    'lateral aggregate',
    'SELECT o.gen, o.id, i.n FROM shop.offer o CROSS JOIN LATERAL (SELECT count(*) AS n FROM shop.image i WHERE i.gen = o.gen AND i.offer_id = o.id) i',
    'shop.image: gen=gen! id=offer_id!',
    'shop.offer: gen=gen id=id',
  ),
  path(
    'lateral first row',
    'SELECT o.gen, o.id, i.level FROM shop.offer o LEFT JOIN LATERAL (SELECT i.level FROM shop.image i WHERE i.offer_id = o.id ORDER BY i.n LIMIT 1) i ON true',
    'shop.image: id=offer_id!',
    'shop.offer: gen=gen id=id',
  ),
  path(
    'correlated over two levels',
    'SELECT o.id, (SELECT max(x.n) FROM (SELECT i.n FROM shop.image i WHERE i.offer_id = o.id) x) AS n FROM shop.offer o',
    'shop.image: id=offer_id!',
    'shop.offer: id=id',
  ),
  path(
    'exists',
    'SELECT o.id FROM shop.offer o WHERE NOT EXISTS (SELECT FROM shop.image i WHERE i.offer_id = o.id)',
    'shop.image: id=offer_id!',
    'shop.offer: id=id',
  ),
  path(
    'a subquery that is not correlated',
    'SELECT o.id FROM shop.offer o WHERE o.price > (SELECT avg(p.price) FROM shop.offer p)',
    'shop.offer: ',
    'shop.offer: id=id',
  ),
  path(
    'IN',
    'SELECT o.id FROM shop.offer o WHERE o.id IN (SELECT offer_id FROM shop.image)',
    'shop.image: ',
    'shop.offer: id=id',
  ),
  path(
    'equality under OR or NOT, and inequality',
    'SELECT o.id FROM shop.offer o JOIN shop.image i ON (i.offer_id = o.id OR i.n = 1) AND NOT (i.gen = o.gen) AND i.offer_id >= o.id',
    'shop.image: ',
    'shop.offer: id=id',
  ),
  path(
    'IS NOT DISTINCT FROM lets a NULL through',
    'SELECT o.seg FROM shop.offer o JOIN shop.segment s ON s.name IS NOT DISTINCT FROM o.seg',
    'shop.offer: seg=seg',
    'shop.segment: ',
  ),
  path(
    'another collation',
    'SELECT o.seg FROM shop.offer o JOIN shop.segment s ON s.name = o.seg COLLATE "C"',
    'shop.offer: seg=seg',
    'shop.segment: ',
  ),
  path(
    'integers of two widths',
    'SELECT s.zone, s.name FROM shop.segment s JOIN shop.zone z ON z.zone = s.zone',
    'shop.segment: name=name zone=zone!',
    'shop.zone: zone=zone!',
  ),
  path(
    'padded texts and floating-point numbers',
    'SELECT z.code, s.mean FROM shop.zone z JOIN shop.segment s ON s.zone = z.zone',
    'shop.segment: ',
    'shop.zone: ',
  ),
  path(
    'union',
    'SELECT o.id, o.gen FROM shop.offer o UNION ALL SELECT i.offer_id, i.n FROM shop.image i',
    'shop.image: gen=n id=offer_id',
    'shop.offer: gen=gen id=id',
  ),
  path(
    'except',
    'SELECT o.id FROM shop.offer o EXCEPT SELECT i.offer_id FROM shop.image i',
    'shop.image: id=offer_id',
    'shop.offer: id=id',
  ),
  path(
    'union with a limit',
    '(SELECT o.id FROM shop.offer o) UNION (SELECT i.offer_id FROM shop.image i) ORDER BY 1 LIMIT 3',
    'shop.image: ',
    'shop.offer: ',
  ),
  path(
    'WITH, read twice',
    'WITH q AS MATERIALIZED (SELECT gen, id, seg FROM shop.offer) SELECT a.id, b.gen FROM q a JOIN q b ON b.seg = a.seg',
    'shop.offer: gen=gen',
    'shop.offer: id=id',
  ),
  path(
    'WITH RECURSIVE',
    'WITH RECURSIVE q AS (SELECT gen, id FROM shop.offer UNION SELECT q.gen, i.offer_id FROM q JOIN shop.image i ON i.offer_id = q.id) SELECT q.gen, q.id FROM q',
    'shop.image: ',
    'shop.offer: ',
  ),
  path(
    'a view between',
    'SELECT o.id, o.seg, m.n FROM shop.offer o LEFT JOIN shop.means m ON m.seg = o.seg',
    'shop.offer: id=id seg=seg',
    'shop.offer: seg=seg!',
    'shop.segment: seg=name!',
  ),
  path(
    'USING',
    'SELECT gen, o.id FROM shop.offer o JOIN shop.image i USING (gen)',
    'shop.image: gen=gen!',
    'shop.offer: gen=gen! id=id',
  ),
]
