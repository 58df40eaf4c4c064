DO $put_back$
DECLARE
  me constant text := current_setting('role');
  kept record;
  grantee text;
BEGIN
  FOR kept IN
    SELECT k.* FROM json_to_recordset(current_setting('fusion_store.kept')::json)
      AS k(kind text, object text, what text, role text, statement text)
  LOOP
    IF kept.kind = 'function' AND to_regprocedure(kept.object) IS NULL THEN
      IF kept.statement IS NULL THEN
        RAISE WARNING 'function % was dropped: the project has it with other arguments, without its owner and privileges', kept.object;
      END IF;
      CONTINUE;
    END IF;
    IF kept.statement IS NULL THEN
      FOR grantee IN
        SELECT DISTINCT CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE format('%I', pg_get_userbyid(a.grantee)) END
        FROM (
          SELECT COALESCE(c.relacl, acldefault('r', c.relowner)) FROM pg_class c
          WHERE kept.kind = 'view' AND c.oid = to_regclass(kept.object)
          UNION ALL
          SELECT COALESCE(p.proacl, acldefault('f', p.proowner)) FROM pg_proc p
          WHERE kept.kind = 'function' AND p.oid = to_regprocedure(kept.object)
        ) AS now(acl) CROSS JOIN LATERAL aclexplode(now.acl) AS a
      LOOP
        EXECUTE format('REVOKE ALL ON %s %s FROM %s CASCADE',
          CASE kept.kind WHEN 'view' THEN 'TABLE' ELSE 'FUNCTION' END, kept.object, grantee);
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
      -- Properties of a removed column are lost with it, and an option may not apply to the new view.
      WHEN undefined_column THEN
        IF kept.what LIKE 'rule %' OR kept.what LIKE 'trigger %' THEN
          RAISE EXCEPTION '% of % cannot be put back: %', kept.what, kept.object, SQLERRM
            USING ERRCODE = 'FSV03', HINT = 'Drop or change it, then run this file again. Nothing was changed.';
        END IF;
        RAISE WARNING '% loses its %: %', kept.object, kept.what, SQLERRM;
      WHEN feature_not_supported THEN
        IF kept.what NOT LIKE 'option %' THEN
          RAISE EXCEPTION '% of % cannot be put back: %', kept.what, kept.object, SQLERRM
            USING ERRCODE = 'FSV03', HINT = 'Drop or change it, then run this file again. Nothing was changed.';
        END IF;
        RAISE WARNING '% loses its %: %', kept.object, kept.what, SQLERRM;
      WHEN OTHERS THEN
        IF kept.role IS NULL THEN
          RAISE EXCEPTION '% of % cannot be put back: %', kept.what, kept.object, SQLERRM
            USING ERRCODE = 'FSV03', HINT = 'Drop or change it, or run this file as a superuser. Nothing was changed.';
        END IF;
        EXECUTE kept.statement;
        RAISE WARNING '%: % is now granted by the owner: %', kept.object, kept.what, SQLERRM;
    END;
  END LOOP;
END
$put_back$;
