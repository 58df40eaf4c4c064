CREATE SCHEMA shop;
CREATE SCHEMA "Odd Schema";
CREATE TYPE shop.state AS ENUM ('open', 'paid', 'it''s "odd"');
CREATE TYPE shop.pair AS (a int, b text);
CREATE DOMAIN shop.amount AS int NOT NULL CHECK (VALUE >= 0);
CREATE COLLATION shop.any_case (PROVIDER = icu, LOCALE = 'und-u-ks-level2', DETERMINISTIC = false);
CREATE DOMAIN shop.loose AS text COLLATE shop.any_case;

CREATE TABLE shop.orders (
  order_id bigint PRIMARY KEY,
  state shop.state NOT NULL,
  grade text CHECK (grade IN ('a', 'b', 'c')),
  level int NOT NULL CHECK (level BETWEEN 0 AND 3),
  paid_cents int,
  paid_by text,
  note text,
  any_case text COLLATE shop.any_case,
  loose shop.loose,
  size int,
  CHECK (level <> 2),
  CHECK ((paid_cents IS NULL) = (paid_by IS NULL))
);
COMMENT ON TABLE shop.orders IS 'Orders of the shop.';
INSERT INTO shop.orders (order_id, state, grade, level, paid_cents, paid_by, note, any_case, loose, size) VALUES
  (1, 'open', NULL, 0, NULL, NULL, NULL, 'X', 'Y', 999), (2, 'paid', 'b', 3, 500, 'me', 'n', 'x', 'y', 5);
-- Conditions that existing rows need not fulfil say nothing.
ALTER TABLE shop.orders ADD CHECK (size < 10) NOT VALID;

CREATE TABLE shop.lines (order_id bigint NOT NULL REFERENCES shop.orders, place int NOT NULL, price int NOT NULL, t shop.pair);
INSERT INTO shop.lines VALUES (2, 1, 100, '(1,x)'), (2, 2, 400, NULL);

-- Reading the parent also returns the rows of the child.
CREATE TABLE shop.parent (id int PRIMARY KEY, kind text CHECK (kind = 'p') NO INHERIT, name text);
CREATE TABLE shop.child () INHERITS (shop.parent);
INSERT INTO shop.parent VALUES (1, 'p', 'x');
INSERT INTO shop.child VALUES (1, 'c', 'x'), (1, 'd', 'y');

CREATE TABLE shop.events (at date NOT NULL, what text NOT NULL CHECK (what IN ('in', 'out'))) PARTITION BY RANGE (at);
CREATE TABLE shop.events_2025 PARTITION OF shop.events FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
INSERT INTO shop.events VALUES ('2025-05-05', 'in'), ('2025-06-06', 'out');

CREATE FOREIGN DATA WRAPPER nowhere;
CREATE SERVER far FOREIGN DATA WRAPPER nowhere;
CREATE FOREIGN TABLE shop.away (x int NOT NULL, y text CHECK (y = 'z')) SERVER far;
CREATE TABLE shop.split (x int NOT NULL) PARTITION BY LIST (x);
CREATE FOREIGN TABLE shop.split_away PARTITION OF shop.split FOR VALUES IN (1) SERVER far;

CREATE FUNCTION shop.guess(a int) RETURNS text LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;
CREATE FUNCTION shop.several() RETURNS TABLE (p int, q text) LANGUAGE sql AS 'SELECT 1, NULL::text';
CREATE FUNCTION shop.likes(a shop.pair, b shop.pair) RETURNS boolean LANGUAGE sql AS 'SELECT true';
CREATE OPERATOR shop.~~~~ (LEFTARG = shop.pair, RIGHTARG = shop.pair, FUNCTION = shop.likes);

COMMENT ON COLUMN shop.orders.note IS 'What the customer wrote.';
CREATE VIEW shop.v_orders AS
  SELECT o.order_id, o.state, o.grade, o.level, o.note,
    CASE WHEN o.paid_cents IS NULL THEN 'unpaid' ELSE 'paid' END AS paid,
    o.paid_cents, o.paid_by, upper(o.note) AS loud, o.size,
    sum(l.price) AS total, count(l.order_id) AS line_count, coalesce(max(l.place), 0) AS last_place
  FROM shop.orders o LEFT JOIN shop.lines l ON l.order_id = o.order_id
  GROUP BY o.order_id;
COMMENT ON VIEW shop.v_orders IS 'Orders with their lines.';
COMMENT ON COLUMN shop.v_orders.total IS 'Cents.';
CREATE VIEW shop.v_states AS
  SELECT order_id, paid, paid_cents, line_count > 1 AS is_large, state::text AS state FROM shop.v_orders WHERE level > 0;
CREATE VIEW shop.v_case AS SELECT any_case, loose FROM shop.orders WHERE any_case = 'x' AND loose = 'y';
CREATE VIEW shop.v_parent AS SELECT id, kind, name FROM shop.parent;
CREATE VIEW shop.v_events AS SELECT at, what FROM shop.events;
CREATE VIEW shop.v_away AS SELECT x, y FROM shop.away;
CREATE VIEW shop.v_split AS SELECT x FROM shop.split;
CREATE VIEW shop.v_guess AS SELECT order_id, shop.guess(level) AS guessed FROM shop.orders;
CREATE VIEW shop.v_several AS SELECT p, q, 1 AS one FROM shop.several();
CREATE VIEW shop.v_likes AS SELECT order_id, place, t OPERATOR(shop.~~~~) t AS liked FROM shop.lines;
-- Functions are recreated before views, so that one that takes a row of a view is not.
CREATE FUNCTION shop.about(shop.v_events) RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE VIEW shop.v_about AS SELECT v.what, shop.about(v) AS about FROM shop.v_events v;
CREATE VIEW shop.v_over_about AS SELECT what, about, 7 AS seven FROM shop.v_about;
CREATE AGGREGATE shop.last_word(text) (SFUNC = textcat, STYPE = text);
CREATE TYPE shop.label AS (word text);
CREATE FUNCTION shop.to_label(int) RETURNS shop.label LANGUAGE sql AS $$ SELECT ROW('x')::shop.label $$;
CREATE CAST (int AS shop.label) WITH FUNCTION shop.to_label(int);
CREATE VIEW shop.v_calls AS
  SELECT place, shop.last_word(NULL::text) AS word, count(*) AS n, max(price)::shop.label AS label FROM shop.lines GROUP BY place;
CREATE RECURSIVE VIEW shop.v_steps (n, label) AS
  SELECT 1, 'first' UNION ALL SELECT n + 1, 'more' FROM v_steps WHERE n < 3;
CREATE VIEW shop.v_nothing AS SELECT;
CREATE VIEW shop.v_system AS SELECT schemaname, tablename, hasindexes FROM pg_catalog.pg_tables;
CREATE VIEW shop.v_amount AS SELECT (SELECT l.price::shop.amount FROM shop.lines l WHERE l.order_id = o.order_id LIMIT 1) AS amount
  FROM shop.orders o;
CREATE VIEW shop.v_row AS SELECT l AS line, (l.t).a AS first, ROW(1, NULL)::shop.pair AS made FROM shop.lines l;

CREATE VIEW "Odd Schema"."it""s; a view" AS
  SELECT order_id AS "Order Id", level AS "?", grade AS "constructor",
    paid_by AS "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" FROM shop.orders;
CREATE VIEW "Odd Schema"."vvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvv" AS
  SELECT "Order Id", "?" + 1 AS "*/ @x" FROM "Odd Schema"."it""s; a view";
CREATE VIEW "Odd Schema"."a.b" AS SELECT 1 AS one;

-- A materialized view keeps rows that the constraints of today would refuse.
CREATE TABLE shop.changing (x int, y text);
INSERT INTO shop.changing VALUES (NULL, 'old');
CREATE MATERIALIZED VIEW shop.m_changing AS SELECT x, y, 1 AS one, count(*) OVER () AS n FROM shop.changing;
UPDATE shop.changing SET x = 1, y = 'new';
ALTER TABLE shop.changing ALTER x SET NOT NULL, ALTER y SET NOT NULL, ADD CHECK (y = 'new');
CREATE VIEW shop.v_changing AS SELECT m.x, m.y, m.one, c.y AS now FROM shop.m_changing m, shop.changing c;
