CREATE TABLE IF NOT EXISTS audit.stored_relation (
  relation text PRIMARY KEY,
  live text NOT NULL,
  key_columns text[] NOT NULL,
  refresh text NOT NULL CHECK (refresh IN ('full', 'byKey')),
  track text NOT NULL CHECK (track IN ('triggers', 'compare')),
  indexes jsonb NOT NULL,
  queue_columns text[] NOT NULL,
  patterns jsonb NOT NULL,
  tracked jsonb NOT NULL,
  max_age interval NOT NULL,
  reads text[] NOT NULL,
  definition text NOT NULL
);
COMMENT ON TABLE audit.stored_relation IS
  'The relations whose rows are those of a view, as their store declares them; written by its generated SQL.';
COMMENT ON COLUMN audit.stored_relation.live IS 'The view whose rows are stored.';
COMMENT ON COLUMN audit.stored_relation.queue_columns IS
  'Columns whose values are recorded with a change, in the order of c1, c2, … of the table of changes.';
COMMENT ON COLUMN audit.stored_relation.patterns IS
  'Lists of columns: a change that is recorded with the number of a list affects the rows with the recorded values in ' 
 'these columns; one with the number 0 affects every row.';
COMMENT ON COLUMN audit.stored_relation.tracked IS
  'The relations with triggers: {relation, function, pairs}; a pair is a column and the one it is compared with.';
COMMENT ON COLUMN audit.stored_relation.max_age IS
  'How far the rows may fall behind before guards refuse their readers.';
COMMENT ON COLUMN audit.stored_relation.reads IS 'Stored relations of the same store that the view reads.';
COMMENT ON COLUMN audit.stored_relation.definition IS
  'Hash of the declared definition of the view and of the views below it.';

CREATE TABLE IF NOT EXISTS audit.stored_state (
  relation text PRIMARY KEY REFERENCES audit.stored_relation
    ON DELETE CASCADE,
  definition text NOT NULL,
  refreshed_at timestamptz NOT NULL,
  how text NOT NULL CHECK (how IN ('whole', 'keys')),
  row_count bigint NOT NULL,
  changes bigint,
  inserted bigint,
  updated bigint,
  deleted bigint,
  duration_ms bigint NOT NULL,
  triggers text NOT NULL
);
COMMENT ON TABLE audit.stored_state IS
  'The last refresh of each stored relation; no row before the first one.';
COMMENT ON COLUMN audit.stored_state.definition IS
  'That of stored_relation with which its rows were computed.';
COMMENT ON COLUMN audit.stored_state.refreshed_at IS
  'Changes that were committed before this time are in the rows.';
COMMENT ON COLUMN audit.stored_state.changes IS
  'Recorded changes that the refresh took up; NULL, as the counts of rows, for a materialized view.';
COMMENT ON COLUMN audit.stored_state.triggers IS
  'Which triggers there were. A trigger that was altered since, even if only for a while, may have missed changes.';
REVOKE ALL
ON audit.stored_relation, audit.stored_state
FROM PUBLIC;
