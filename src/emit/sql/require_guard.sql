-- The guarded view calls a function of the audit schema, which 00_audit_framework.sql creates.
DO $guard$
BEGIN
  IF NOT EXISTS (
    SELECT FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
    WHERE n.nspname = 'audit' AND p.proname = '_require_certified_strict' AND oidvectortypes(p.proargtypes) = 'text, interval'
  ) THEN
    RAISE EXCEPTION 'the guarded view calls audit._require_certified_strict(text, interval), which does not exist'
      USING ERRCODE = 'FSV04', HINT = 'Run 00_audit_framework.sql first, then run this file again. Nothing was changed.';
  END IF;
END
$guard$;
