import { dollarQuoted } from '../model/dollar-quote.js'
import { quoteRelation } from '../model/quote-identifier.js'
import { quoteLiteral } from '../model/quote-literal.js'
import type { RelationName } from '../model/relation-name.js'

/** Until the end of the transaction. Not a temporary table, which not every role may create. */
const SETTING = "'fusion_store.view_options'"

const remember = (views: readonly RelationName[]): string => `BEGIN
  PERFORM set_config(${SETTING}, coalesce((
    SELECT json_object_agg(oid, reloptions)::text FROM pg_class WHERE relkind = 'v' AND reloptions IS NOT NULL AND oid IN (
${views.map((view) => `      to_regclass(${quoteLiteral(quoteRelation(view))})`).join(',\n')}
    )), '{}'), true);
END`

// Postgres refuses check_option for a view that is no longer updatable.
const putBack = `DECLARE
  kept record;
BEGIN
  FOR kept IN
    SELECT k.key::oid::regclass AS view, o.option_name AS name, o.option_value AS value
    FROM json_each(current_setting(${SETTING})::json) AS k,
      pg_options_to_table(ARRAY(SELECT json_array_elements_text(k.value))) AS o
  LOOP
    BEGIN
      EXECUTE format('ALTER VIEW %s SET (%I = %L)', kept.view, kept.name, kept.value);
      RAISE NOTICE 'view % keeps its option %=%', kept.view, kept.name, kept.value;
    EXCEPTION WHEN feature_not_supported THEN
      RAISE WARNING 'view % loses its option %=%: %', kept.view, kept.name, kept.value, SQLERRM;
    END;
  END LOOP;
END`

/**
 * What goes before and after the statements that replace some views, in their transaction, so that the views keep the
 * options that their owner has set. CREATE OR REPLACE VIEW clears them silently.
 */
export const keepOptions = (
  views: readonly RelationName[],
): { readonly before: string; readonly after: string } => ({
  before: `-- A view that is replaced loses the options that its owner has set, such as security_invoker. They are restored below.
DO ${dollarQuoted('remember', remember(views))};`,
  after: `DO ${dollarQuoted('put_back', putBack)};`,
})
