-- The text of an analyzed query, as pg_rewrite and pg_proc store it, as JSON: a node becomes an object whose "_" is
-- its kind, a list an array, everything else a string. All versions share the format, but not the kinds of nodes.
--
-- Every certification reads the trees of all its views, some of them hundreds of kilobytes, so this is one pass
-- without window functions. Each element starts with chr(1), which becomes a comma unless the element is the first;
-- JSON escapes chr(1) within strings.
CREATE OR REPLACE FUNCTION audit._node_tree(p_tree text)
RETURNS jsonb
LANGUAGE plpgsql
IMMUTABLE
PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan
AS $function$
BEGIN
  RETURN (
  WITH
    token AS (
      SELECT t.ord, t.match[1] AS tok
      FROM
        regexp_matches(
          -- The bytes of a constant become an ordinary list, without the length before them.
          regexp_replace(p_tree, ':constvalue [0-9]+ \[ ((?:-?[0-9]+ )*)\]', ':constvalue (\1)', 'g'),
          -- A token is a bracket, a node with its kind, a field with its value where that is one word, or a word.
          -- Postgres escapes blanks, brackets and backslashes within names. Only these three characters separate
          -- words: what else a regular expression takes for a blank depends on the locale, and names contain it
          -- unescaped. A field is ":name". A value may start with a colon too, because a column may have any name, so
          -- it is read together with its field.
          '[()}]|\{[^ \n\t(){}\\]*|:[^ \n\t(){}\\]+ (?:\\.|[^ \n\t(){}\\])+|(?:\\.|[^ \n\t(){}\\])+',
          'g'
        ) WITH ORDINALITY AS t (match, ord)
    ),
    part AS (
      SELECT
        ord,
        left(tok, 1) AS first,
        tok,
        CASE
          WHEN left(tok, 1) = ':' THEN strpos(tok, ' ')
          ELSE 0
        END AS blank
      FROM token
    ),
    word AS (
      SELECT
        ord,
        first,
        CASE
          WHEN blank > 0 THEN left(tok, blank - 1)
          ELSE tok
        END AS tok,
        substr(tok, blank + 1) AS value,
        blank
      FROM part
    )
  SELECT
    replace(
      replace(
        replace(
          ltrim(
            string_agg(
              CASE first
                WHEN ')' THEN ']'
                WHEN '}' THEN '}'
                WHEN '(' THEN chr(1) || '['
                WHEN '{' THEN chr(1) || '{"_":' || to_json(substr(tok, 2))::text
                ELSE CASE
                  WHEN first = ':' THEN ',' || to_json(substr(tok, 2))::text || ':'
                  ELSE chr(1)
                END || CASE
                  WHEN first = ':'
                  AND blank = 0 THEN ''
                  WHEN value = '<>' THEN 'null'
                  WHEN strpos(value, '\') > 0 THEN to_json(regexp_replace(value, '\\(.)', '\1', 'g'))::text
                  ELSE to_json(value)::text
                END
              END,
              ''
              ORDER BY ord
            ),
            chr(1)
          ),
          '[' || chr(1),
          '['
        ),
        ':' || chr(1),
        ':'
      ),
      chr(1),
      ','
    )::jsonb
  FROM word
  );
END
$function$;
REVOKE ALL ON FUNCTION audit._node_tree(text) FROM PUBLIC;
