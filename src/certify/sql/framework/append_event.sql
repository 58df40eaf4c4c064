-- Appends an event to the history and returns its number.
CREATE OR REPLACE FUNCTION audit._append_event(
  p_entrypoint text,
  p_kind text,
  p_status text,
  p_started timestamptz,
  p_parameters jsonb,
  p_gates jsonb,
  p_notes text
)
RETURNS bigint
LANGUAGE sql
VOLATILE
SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
  INSERT INTO audit.t0_cert_event
    (
      entrypoint,
      kind,
      status,
      started_at,
      finished_at,
      server_version,
      session_user_name,
      role_name,
      parameters,
      gates,
      notes
    )
  VALUES
    (
      p_entrypoint,
      p_kind,
      p_status,
      p_started,
      clock_timestamp(),
      current_setting('server_version'),
      session_user,
      -- current_user is the owner here. The role that was set is the caller's.
      CASE current_setting('role')
        WHEN 'none' THEN session_user::text
        ELSE current_setting('role')
      END,
      p_parameters,
      p_gates,
      p_notes
    )
  RETURNING event_id;
END;
REVOKE ALL ON FUNCTION audit._append_event(text, text, text, timestamptz, jsonb, jsonb, text) FROM PUBLIC;
