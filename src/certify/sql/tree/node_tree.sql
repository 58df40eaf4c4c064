-- The text of an analysed query, as pg_rewrite and pg_proc hold it, as JSON: a node becomes an object whose "_" is its
-- kind, a list an array, everything else a string. The format is one for all versions; what kinds there are is not.
CREATE OR REPLACE FUNCTION audit._node_tree(p_tree text) RETURNS jsonb
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
  WITH token AS (
    SELECT t.ord, t.match[1] AS tok
    FROM regexp_matches(
      -- The bytes of a constant become a list like any other, without the length before them.
      regexp_replace(p_tree, ':constvalue [0-9]+ \[ ((?:-?[0-9]+ )*)\]', ':constvalue (\1)', 'g'),
      -- Postgres escapes blanks, brackets and backslashes that are part of a name. Between words there are just these three
      -- blanks; more characters are blanks to a regular expression, which ones depends on the locale, and names have them bare.
      '([(){}]|(?:\\.|[^ \n\t(){}\\])+)', 'g'
    ) WITH ORDINALITY AS t (match, ord)
  ),
  -- A field is ":name"; but a value may begin with a colon too (a column may be called anything). A value follows its
  -- field, so of tokens with colons in a row every second one is a value.
  placed AS (
    SELECT ord, tok,
      (ord - coalesce(max(ord) FILTER (WHERE left(tok, 1) <> ':') OVER (ORDER BY ord), 0)) % 2 = 1 AS is_field
    FROM token
  ),
  seen AS (
    SELECT ord, tok, is_field, lag(tok) OVER (ORDER BY ord) AS before, lag(is_field) OVER (ORDER BY ord) AS after_field
    FROM placed
  )
  SELECT string_agg(
    CASE
      WHEN is_field THEN ',' || to_json(substr(tok, 2))::text || ':'
      WHEN before = '{' THEN '"_":' || to_json(tok)::text
      ELSE
        CASE WHEN before IS NULL OR after_field OR before = '(' OR tok IN (')', '}') THEN '' ELSE ',' END
        || CASE tok
          WHEN '{' THEN '{'
          WHEN '}' THEN '}'
          WHEN '(' THEN '['
          WHEN ')' THEN ']'
          WHEN '<>' THEN 'null'
          ELSE to_json(CASE WHEN strpos(tok, '\') > 0 THEN regexp_replace(tok, '\\(.)', '\1', 'g') ELSE tok END)::text
        END
    END, '' ORDER BY ord
  )::jsonb
  FROM seen;
END;
REVOKE ALL ON FUNCTION audit._node_tree(text) FROM PUBLIC;
