DO $put_back$
DECLARE
  me constant text := current_setting('role');
  kept record;
  grantee text;
BEGIN
  FOR kept IN
    SELECT k.* FROM json_to_recordset(current_setting('fusion_store.kept')::json)
      AS k(view text, what text, role text, statement text)
  LOOP
    IF kept.statement IS NULL THEN
      FOR grantee IN
        SELECT DISTINCT CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE format('%I', pg_get_userbyid(a.grantee)) END
        FROM pg_class c CROSS JOIN LATERAL aclexplode(COALESCE(c.relacl, acldefault('r', c.relowner))) AS a
        WHERE c.oid = kept.view::regclass
      LOOP
        EXECUTE format('REVOKE ALL ON %s FROM %s CASCADE', kept.view, grantee);
      END LOOP;
      CONTINUE;
    END IF;
    BEGIN
      IF kept.role IS NOT NULL THEN
        PERFORM set_config('role', kept.role, true);
      END IF;
      EXECUTE kept.statement;
      PERFORM set_config('role', me, true);
    EXCEPTION
      -- What was a column's goes with the column; an option may be of no use for what the view is now.
      WHEN undefined_column THEN
        IF kept.what LIKE 'rule %' OR kept.what LIKE 'trigger %' THEN
          RAISE EXCEPTION '% of % cannot be put back: %', kept.what, kept.view, SQLERRM
            USING ERRCODE = 'FSV03', HINT = 'Drop or change it, then run this file again. Nothing was changed.';
        END IF;
        RAISE WARNING '% loses its %: %', kept.view, kept.what, SQLERRM;
      WHEN feature_not_supported THEN
        IF kept.what NOT LIKE 'option %' THEN
          RAISE EXCEPTION '% of % cannot be put back: %', kept.what, kept.view, SQLERRM
            USING ERRCODE = 'FSV03', HINT = 'Drop or change it, then run this file again. Nothing was changed.';
        END IF;
        RAISE WARNING '% loses its %: %', kept.view, kept.what, SQLERRM;
      WHEN OTHERS THEN
        IF kept.role IS NULL THEN
          RAISE EXCEPTION '% of % cannot be put back: %', kept.what, kept.view, SQLERRM
            USING ERRCODE = 'FSV03', HINT = 'Drop or change it, or run this file as a superuser. Nothing was changed.';
        END IF;
        EXECUTE kept.statement;
        RAISE WARNING '%: % is now granted by the owner: %', kept.view, kept.what, SQLERRM;
    END;
  END LOOP;
END
$put_back$;
