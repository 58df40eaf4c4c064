/** Rows of the tables of `cases.ts` on which no innocent view fails. */
export const rows = `
SET TimeZone = 'UTC';
INSERT INTO shop.offer (id, shop_id, price, weight, title, tags, is_new, color, rate, code, photo, sizes, meta, raw, cost, kind)
VALUES
  (1, 10, 12.50, 0.1, 'a phone', '{a,NULL}', true, 'red', 20, '00000000-0000-0000-0000-000000000001', '\\\\x00ff', '[1,5)',
    '{"a": 1, "b": "x", "n": "7", "f": "true"}', '{"l": 1, "r": "2024-01-02"}', 3.5, 'date'),
  (2, NULL, NULL, NULL, 'another', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO shop.visit VALUES
  (1, '2024-07-01 22:30Z', '2024-02-03 04:05:06', '2024-02-03', '01:02', '-1 day 2:03', '[2024-01-01Z,2024-02-01Z)',
    '[2024-01-01,2024-02-01)', '{2024-01-01 00:00Z}', '2024-03-04'),
  (2, '1800-01-01 00:00Z', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO shop.plain VALUES (1, 'a', '2024-02-03', '2024-02-03 04:05', '01:02');
`

/** Settings in which sessions differ, all unlike each other. */
export const sessions: readonly string[] = [
  `SET TimeZone = 'UTC'; SET DateStyle = 'ISO, MDY'; SET IntervalStyle = 'postgres'; SET search_path = pg_catalog;
   SET default_text_search_config = 'pg_catalog.simple'`,
  `SET TimeZone = 'Pacific/Auckland'; SET DateStyle = 'German, DMY'; SET IntervalStyle = 'sql_standard';
   SET search_path = shop; SET default_text_search_config = 'pg_catalog.english'`,
  `SET TimeZone = 'Europe/Amsterdam'; SET DateStyle = 'SQL, DMY'; SET IntervalStyle = 'iso_8601';
   SET search_path = pg_temp; SET default_text_search_config = 'pg_catalog.german'`,
]
