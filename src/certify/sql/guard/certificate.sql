-- The certificate of an entrypoint as a document, to be kept with what was computed from its rows: when it was given,
-- fingerprints of the definitions and of the captured days, what the store vouches for, and what the gates found. NULL
-- where it was never certified. It does not check anything: that is the guard's part.
CREATE OR REPLACE FUNCTION audit._certificate(p_entrypoint text)
RETURNS jsonb
LANGUAGE plpgsql
STABLE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET TimeZone = 'UTC'
SET DateStyle = 'ISO, MDY'
SET IntervalStyle = 'postgres'
AS $function$
BEGIN
  RETURN (
    SELECT jsonb_build_object(
      'entrypoint', e.entrypoint,
      'status', r.status,
      'certified_at', r.certified_at,
      'expires_at', r.certified_at + e.max_age,
      'max_age', e.max_age,
      'event_id', v.event_id,
      'server_version', current_setting('server_version'),
      'definitions', (
        SELECT jsonb_build_object(
          'objects', count(*),
          'sha256', encode(
            sha256(
              convert_to(
                string_agg(format('%s %s', s.object_fqn, s.fingerprint), E'\n' ORDER BY s.object_fqn COLLATE "C"),
                'UTF8'
              )
            ),
            'hex'
          )
        )
        FROM audit.t0_cert_seal s
        WHERE s.entrypoint = e.entrypoint
      ),
      'data', (
        SELECT jsonb_build_object(
          'days', count(*),
          'first', min(b.t0_day),
          'last', max(b.t0_day),
          'sha256', encode(
            sha256(
              convert_to(string_agg(format('%s %s', b.t0_day, b.dataset_sha256), E'\n' ORDER BY b.t0_day), 'UTF8')
            ),
            'hex'
          )
        )
        FROM audit.t0_dataset_hash_baseline b
        WHERE b.entrypoint = e.entrypoint AND b.sample_limit = 0
      ),
      'policies', e.options - 'stored' || jsonb_build_object('allowed_functions', e.allowed_functions),
      'gates', (
        SELECT jsonb_agg(
          jsonb_build_object(
            'gate', g.value -> 'gate',
            'passed', g.value -> 'passed',
            'summary', g.value #> '{evidence,summary}'
          )
          ORDER BY g.ord
        )
        FROM
          audit.t0_cert_event c
          CROSS JOIN LATERAL jsonb_array_elements(c.gates) WITH ORDINALITY AS g (value, ord)
        WHERE c.event_id = v.event_id
      )
    )
    FROM
      audit.t0_entrypoint e
      JOIN audit.t0_cert_registry r ON r.entrypoint = e.entrypoint
      LEFT JOIN audit.t0_verdict v ON v.entrypoint = e.entrypoint
    WHERE e.entrypoint = p_entrypoint
  );
END
$function$;
REVOKE ALL ON FUNCTION audit._certificate(text) FROM PUBLIC;
