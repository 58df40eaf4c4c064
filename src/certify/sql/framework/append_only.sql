CREATE OR REPLACE FUNCTION audit._refuse_change()
RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
  RAISE EXCEPTION '%.% is append-only', TG_TABLE_SCHEMA, TG_TABLE_NAME
    USING ERRCODE = 'FSC09', HINT = 'History is not changed; append a correcting event.';
END
$function$;
REVOKE ALL ON FUNCTION audit._refuse_change() FROM PUBLIC;

-- Dropped first: CREATE OR REPLACE TRIGGER replaces only a trigger of the same name.
DROP TRIGGER IF EXISTS append_only ON audit.t0_cert_event;
CREATE TRIGGER append_only
BEFORE UPDATE OR DELETE OR TRUNCATE ON audit.t0_cert_event
FOR EACH STATEMENT
EXECUTE FUNCTION audit._refuse_change();
