import { describe, expect, it } from 'vitest'
import { applyStore, loadRows, upstreamRows, upstreamTables } from '../../support/fusion-database.js'
import { OLDEST_AND_NEWEST } from '../../support/majors.js'
import { startNative } from '../../support/native-server.js'

/** An audit schema as an earlier system left it: the three tables, with rows of its own, and functions of our names. */
const EARLIER = `
  CREATE SCHEMA audit;
  CREATE TABLE audit.t0_cert_registry (
    entrypoint text PRIMARY KEY, status text NOT NULL, certified_at timestamptz NOT NULL, viewdef_objects int, dataset_days int, notes text
  );
  CREATE TABLE audit.t0_viewdef_baseline (
    entrypoint text, object_fqn text, relkind "char", viewdef_sha256 text, captured_at timestamptz, PRIMARY KEY (entrypoint, object_fqn)
  );
  CREATE TABLE audit.t0_dataset_hash_baseline (
    entrypoint text, t0_day date, sample_limit int, dataset_sha256 text, computed_at timestamptz, PRIMARY KEY (entrypoint, t0_day, sample_limit)
  );
  CREATE FUNCTION audit.require_certified(entry text, max_age interval) RETURNS void LANGUAGE sql AS '';
  CREATE FUNCTION audit.require_certified_strict(p_entrypoint text, p_max_age interval DEFAULT '1 day') RETURNS void LANGUAGE sql AS '';
  CREATE FUNCTION audit.dataset_sha256(rel regclass, day date, lim int) RETURNS text LANGUAGE sql AS 'SELECT NULL';
  CREATE FUNCTION audit.assert_viewdef_baseline(text) RETURNS void LANGUAGE sql AS '';
  CREATE PROCEDURE audit.run_t0_cert_fusion_store_v1(days int, updating boolean) LANGUAGE sql AS '';
  CREATE FUNCTION audit.somebody_elses() RETURNS int LANGUAGE sql AS 'SELECT 1';
  INSERT INTO audit.t0_cert_registry VALUES
    ('ml.other_store_v', 'CERTIFIED', '2024-01-01', 3, 365, 'of another store'),
    ('ml.fusion_feature_store_t0_v1_v', 'CERTIFIED', '2024-01-01', 3, 365, 'of the earlier system');
  INSERT INTO audit.t0_viewdef_baseline VALUES ('ml.other_store_v', 'ml.other_store_v', 'v', 'abc', '2024-01-01');
  INSERT INTO audit.t0_dataset_hash_baseline
    SELECT 'ml.fusion_feature_store_t0_v1_v', date '2024-07-01' + g, 2000, 'sampled', '2024-01-01' FROM generate_series(0, 364) g;
  INSERT INTO audit.t0_dataset_hash_baseline
    SELECT 'ml.fusion_feature_store_t0_v1_v', date '2024-07-01' + g, 0, 'whole', '2024-01-01' FROM generate_series(0, 364) g`

describe.each(OLDEST_AND_NEWEST)('on PostgreSQL %d', (major) => {
  it('the files adopt an earlier audit schema, keep its rows, run again and certify', async () => {
    const native = await startNative(major)
    try {
      const session = await native.connect(await native.freshDatabase('adopted'))
      await session.exec(upstreamTables())
      await loadRows(session, upstreamRows('hostile', 500, major))
      await session.exec(EARLIER)
      await applyStore(session)
      const days = await session.query(
        'SELECT t0_day, dataset_sha256 FROM audit.t0_dataset_hash_baseline JOIN audit.t0_day_rows USING (entrypoint, t0_day) WHERE sample_limit = 0 ORDER BY 1',
      )
      expect(days.length).toBeGreaterThan(10)
      await applyStore(session)
      expect(
        await session.query(
          'SELECT t0_day, dataset_sha256 FROM audit.t0_dataset_hash_baseline JOIN audit.t0_day_rows USING (entrypoint, t0_day) WHERE sample_limit = 0 ORDER BY 1',
        ),
      ).toEqual(days)

      const [kept] = await session.query(`
        SELECT (SELECT count(*) FROM audit.t0_dataset_hash_baseline WHERE sample_limit = 2000 AND dataset_sha256 = 'sampled')::int AS sampled,
          (SELECT status || ', ' || notes FROM audit.t0_cert_registry WHERE entrypoint = 'ml.other_store_v') AS other,
          (SELECT viewdef_sha256 FROM audit.t0_viewdef_baseline WHERE entrypoint = 'ml.other_store_v') AS definition,
          has_function_privilege('public', 'audit.somebody_elses()', 'EXECUTE') AS theirs`)
      expect(kept).toEqual({
        sampled: 365,
        other: 'CERTIFIED, of another store',
        definition: 'abc',
        theirs: true,
      })
      // A hash of theirs that ours took the place of is in the history.
      const [replaced] = await session.query<{ hashes: number }>(`
        SELECT count(*)::int AS hashes FROM audit.t0_cert_event e, jsonb_array_elements(e.gates #> '{0,evidence,replaced}') r
        WHERE e.kind = 'dataset' AND r ->> 'before' = 'whole'`)
      expect(replaced?.hashes).toBeGreaterThan(10)

      const registry = await session.query(
        'SELECT entrypoint, status, viewdef_objects, dataset_days FROM audit.t0_cert_registry JOIN audit.t0_verdict USING (entrypoint) ORDER BY 1',
      )
      const row = (entrypoint: string) => ({
        entrypoint,
        status: 'CERTIFIED',
        viewdef_objects: 7,
        dataset_days: days.length,
      })
      expect(registry).toEqual([
        row('ml.fusion_feature_store_t0_v1_v'),
        row('ml.v_damage_fusion_features_v2'),
        row('ml.v_damage_fusion_features_v2_scored'),
        row('ml.v_damage_fusion_features_v2_scored_train_v'),
      ])
      // Theirs gives nothing for a definition that is as accepted, and so does what serves both; ours judges our store.
      const ask = `SELECT audit.assert_viewdef_baseline('ml.fusion_feature_store_t0_v1_v') AS objects`
      expect(await session.query(ask)).toEqual([{ objects: null }])
      await session.exec(
        `UPDATE audit.t0_viewdef_baseline SET viewdef_sha256 = 'x' || substr(viewdef_sha256, 2) WHERE object_fqn = 'ml.v_damage_fusion_features_v2'`,
      )
      await expect(session.query(ask)).rejects.toMatchObject({ code: 'FSC05' })
      await session.exec(`SELECT audit.capture_viewdef_baseline('ml.fusion_feature_store_t0_v1_v')`)
      // The user's own runbook.
      await session.exec(`CALL audit.run_t0_cert_fusion_store_v1(3, true);
        SELECT audit.require_certified_strict('ml.fusion_feature_store_t0_v1_v', interval '24 hours')`)
      await session.close()
    } finally {
      await native.stop()
    }
  })
})
