/** Titles of the gates. */
const TITLES: Readonly<Record<string, string>> = {
  A: 'definitions',
  A2: 'determinism',
  P: 'as of T0',
  B: 'rows',
  C: 'data',
}

export const gateTitle = (gate: string): string => TITLES[gate] ?? ''

const CHANGED =
  'If the change is intended, accept it: `fusion baseline capture --definitions`, or, where the store has point-in-time ' +
  'policies, 03_baseline_viewdefs.sql of the build, which also registers its proof. If not, run the generated SQL files that ' +
  'create the views again, but not 03_baseline_viewdefs.sql, which accepts the definitions. Remove unwanted options, rules ' +
  'and triggers of views by hand (`fusion check --database-url` lists them). Then certify again.'

const KEYS = '`fusion verify` lists such keys. Fix the upstream rows, or the join that duplicates them.'

/** Hints by code of a gate, or by gate. */
const HINTS: Readonly<Record<string, string>> = {
  'A.unbaselined': 'Accept the definitions for the first time: `fusion baseline capture --definitions`.',
  'A.changed': CHANGED,
  'A.added': CHANGED,
  'A.vanished': CHANGED,
  'A.moved': 'A definition changed while the gates ran. Certify again.',
  A2: 'Remove the named expression from the view or function, then build and deploy. A baseline cannot accept it.',
  'A2.order':
    'Add the columns of a unique key to its ORDER BY, or sum numeric instead of floating-point values. If the order is total ' +
    'but cannot be proven, give the reason in ordered of certification({ … }). Then build and deploy.',
  'A2.unreadable':
    'Write the function in SQL, or allow it in allowedFunctions of certification({ … }). Then build and deploy.',
  'P.unregistered':
    'Build, and run the generated 03_baseline_viewdefs.sql, which registers what the build has proven.',
  'P.stale':
    'Run the SQL files of the build again, 03_baseline_viewdefs.sql the last of them: it registers the proof of the definitions.',
  'P.unproven':
    'Compare the recording time of the source with the T0, or give the reason in pointInTime of certification({ … }). Then build and deploy.',
  'B.timestamp_column':
    'Remove the column from the view: a feature must not contain a date or time. If it is intended, give the reason in ' +
    'moments of certification({ … }). Then build and deploy.',
  'B.duplicate_key': KEYS,
  'B.null_key': KEYS,
  'B.invariant':
    '`fusion verify` counts violations of each invariant. Either a layer changed, or the upstream data broke its contract.',
  'C.drift':
    'More days drifted than certification({ drift }) allows. Find the load that changed past days. If it was correct, accept ' +
    'the days: `fusion baseline capture --replace`. Then certify again.',
  'C.empty': 'Load the upstream tables.',
  'C.unbaselined': 'Capture the first baseline of the data: `fusion baseline capture`.',
}

const ERROR = 'The gate could not run. Fix the reported database error and certify again.'

/** The hint for a code, such as `A.changed`. */
export function hintFor(code: string): string {
  if (code.endsWith('.error')) return ERROR
  return HINTS[code] ?? HINTS[code.split('.')[0] ?? ''] ?? 'See the details of the gate.'
}
