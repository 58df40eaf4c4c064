/** Views, and for each leak in them the column around it, or `-`, with what it is said to be. */
export const whereCases: readonly { readonly sql: string; readonly found: readonly string[] }[] = [
  { sql: 'SELECT id, now() AS seen FROM shop.visit', found: ['seen: now()'] },
  { sql: 'SELECT id FROM shop.visit WHERE at < now()', found: ['-: now()'] },
  { sql: 'SELECT CURRENT_DATE - day AS age FROM shop.visit', found: ['age: CURRENT_DATE'] },
  {
    sql: 'SELECT q.y + 1 AS z FROM (SELECT extract(hour FROM v.at) AS y FROM shop.visit v) AS q',
    found: ['y: extract(text, timestamp with time zone)'],
  },
  {
    sql: 'SELECT (SELECT count(*) FROM shop.visit v WHERE v.at < now()) AS n FROM shop.offer',
    found: ['n: now()'],
  },
  {
    sql: "SELECT date_trunc('day', at) AS d, count(*) AS n FROM shop.visit GROUP BY date_trunc('day', at)",
    found: ['d: date_trunc(text, timestamp with time zone)'],
  },
  {
    sql: 'SELECT count(*) AS n FROM shop.visit GROUP BY at::date',
    found: ['-: date(timestamp with time zone)'],
  },
  { sql: 'SELECT sum(random() ORDER BY now()) AS s FROM shop.visit', found: ['s: now()', 's: random()'] },
  { sql: 'SELECT now() AS a, now() AS b, now() > now() AS c', found: ['a: now()', 'b: now()', 'c: now()'] },
  {
    sql: "SELECT at - interval '1 day' AS c FROM shop.visit",
    found: ['c: timestamp with time zone - interval'],
  },
  { sql: "SELECT 'at ' || at AS c FROM shop.visit", found: ['c: text || timestamp with time zone'] },
  {
    sql: 'SELECT title::timestamp with time zone AS c, title::date[] AS d FROM shop.offer',
    found: ['c: text::timestamp with time zone', 'd: text::date[]'],
  },
  { sql: 'SELECT moments::text[] AS c FROM shop.visit', found: ['c: timestamp with time zone::text'] },
  {
    sql: 'SELECT r.day FROM shop.offer, jsonb_to_record(meta) AS r (id integer, day date)',
    found: ['-: jsonb_to_record AS date'],
  },
  {
    sql: 'SELECT json_populate_record(q, o.raw)::text IS NULL AS c FROM shop.offer o, (SELECT day FROM shop.visit) AS q',
    found: ['c: json_populate_record(record, json)', 'c: record::text'],
  },
  {
    sql: 'SELECT r.a FROM shop.offer o, json_populate_record(NULL::record, o.raw) AS r (a integer)',
    found: [],
  },
  {
    sql: 'SELECT id FROM shop.offer TABLESAMPLE system (10)',
    found: ['-: TABLESAMPLE of shop.offer'],
  },
  {
    sql: 'SELECT ctid AS place, o.xmin AS x FROM shop.offer o',
    found: ['place: ctid of shop.offer', 'x: xmin of shop.offer'],
  },
  { sql: 'SELECT relname FROM pg_class', found: ['-: pg_catalog.pg_class'] },
  {
    sql: "SELECT count(*) OVER (ORDER BY at RANGE BETWEEN '1 day' PRECEDING AND '1 day' FOLLOWING) AS c FROM shop.visit",
    found: ['-: RANGE over timestamp with time zone'],
  },
  {
    sql: "SELECT JSON_VALUE(meta, '$.day' RETURNING date) AS c, JSON_OBJECT('a': at) AS d FROM shop.offer, shop.visit",
    found: ['c: JSON_VALUE RETURNING date', 'd: JSON_OBJECT(unknown, timestamp with time zone)'],
  },
  {
    sql: 'SELECT to_jsonb(ARRAY(SELECT v.at FROM shop.visit v ORDER BY v.at)) AS c',
    found: ['c: to_jsonb(timestamp with time zone[])'],
  },
]
