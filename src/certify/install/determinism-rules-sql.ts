import {
  addingAggregates,
  dateTimeTypes,
  exactTypes,
  floatTypes,
  floatWords,
  framedWindows,
  harmlessFunctions,
  hoursOnly,
  isoInJson,
  jsonFunctions,
  keyedAggregates,
  leakSentences,
  makesInterval,
  namedLeaks,
  orderedAggregates,
  orderedWindows,
  orderKinds,
  patternFunctions,
  recordFunctions,
  signatureLeaks,
  textFunctions,
  timeWords,
  vouchedKinds,
  unsettledAggregates,
  zonedSteps,
  zonelessFields,
} from '../../model/determinism-rules.js'
import { quoteLiteral } from '../../model/quote-literal.js'

type Rule = readonly [rule: string, name: string, detail?: string]

/** Kinds that only the database can find, because user-defined functions do not exist in the embedded Postgres. */
const databaseSentences = {
  unpinned: '; give it SET search_path, or a body in SQL-standard form (RETURN … or BEGIN ATOMIC …)',
}

const list = (rule: string, names: readonly string[]): Rule[] => names.map((name) => [rule, name])
const pairs = (rule: string, entries: Readonly<Record<string, string>>): Rule[] =>
  Object.entries(entries).map(([name, detail]) => [rule, name, detail])
const mapValues = <T>(
  entries: Readonly<Record<string, T>>,
  write: (value: T) => string,
): Record<string, string> =>
  Object.fromEntries(Object.entries(entries).map(([name, value]) => [name, write(value)]))

const rules: readonly Rule[] = [
  ...pairs('sentence', { ...leakSentences, ...databaseSentences }),
  ...pairs('signature', signatureLeaks),
  ...Object.entries(namedLeaks).flatMap(([kind, names = []]) =>
    names.map((name): Rule => ['name', name, kind]),
  ),
  ...list('harmless', harmlessFunctions),
  ...list('text', textFunctions),
  ...list('json', jsonFunctions),
  ...list('record', recordFunctions),
  ['timewords', timeWords],
  ...list('zoneless', zonelessFields),
  ...pairs('pattern', patternFunctions),
  ...pairs('zonedstep', mapValues(zonedSteps, String)),
  ...pairs(
    'hoursonly',
    mapValues(hoursOnly, (places) => `{${places.join(',')}}`),
  ),
  ['makesinterval', makesInterval.signature, String(makesInterval.longParts)],
  ...list('datetime', dateTimeTypes),
  ...list('isojson', isoInJson),
  ...list('float', floatTypes),
  ...list('exact', exactTypes),
  ...list('orderkind', orderKinds),
  ...list('vouchedkind', vouchedKinds),
  ...list('ordered', orderedAggregates),
  ...list('keyed', keyedAggregates),
  ...list('unsettled', unsettledAggregates),
  ...list('adding', addingAggregates),
  ['floatwords', floatWords],
  ...list('orderedwindow', orderedWindows),
  ...list('framed', framedWindows),
]

const row = ([rule, name, detail]: Rule): string =>
  `(${quoteLiteral(rule)}, ${quoteLiteral(name)}, ${detail === undefined ? 'NULL' : quoteLiteral(detail)})`

/** The compiler's determinism rules as a function of the database, so that both use the same table. */
export const determinismRulesSql = `-- The determinism rules of the compiler, so that gate A2 and the compiler use the same table.
CREATE OR REPLACE FUNCTION audit._determinism_rules() RETURNS TABLE (rule text, name text, detail text)
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
  VALUES
    ${rules.map(row).join(',\n    ')};
END;
REVOKE ALL ON FUNCTION audit._determinism_rules() FROM PUBLIC;
`
