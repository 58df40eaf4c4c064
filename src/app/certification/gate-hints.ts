/** What each gate is about. */
const TITLES: Readonly<Record<string, string>> = {
  A: 'definitions',
  A2: 'determinism',
  B: 'rows',
  C: 'data',
}

export const gateTitle = (gate: string): string => TITLES[gate] ?? ''

const CHANGED =
  'If the change is meant, accept it: `fusion baseline capture --definitions`. If not, run the generated SQL files that ' +
  'create the views again, but not 03_baseline_viewdefs.sql, which accepts; options, rules and triggers of a view stay, so ' +
  'take those away by hand (`fusion check --database-url` lists them). Then certify again.'

const KEYS = '`fusion verify` lists such keys. Mend the upstream rows, or the join that repeats them.'

/** What to do about a finding, by its code or the gate of its code. */
const HINTS: Readonly<Record<string, string>> = {
  'A.unbaselined': 'Accept the definitions for the first time: `fusion baseline capture --definitions`.',
  'A.changed': CHANGED,
  'A.added': CHANGED,
  'A.vanished': CHANGED,
  'A.moved': 'Somebody deployed while the gates ran. Certify again.',
  A2: 'Take what is named out of that view or function, and build and deploy again; no baseline makes it acceptable.',
  'A2.order':
    'Add the columns of a unique key to its ORDER BY, or add numerics and not floating-point numbers. If the order is total ' +
    'and cannot be proven to be, say why in ordered of certification({ … }). Then build and deploy.',
  'A2.unreadable':
    'Write the function in SQL; or vouch for it in allowedFunctions of certification({ … }), then build and deploy.',
  'B.timestamp_column':
    'Take the column out of the view: a feature must not carry the time. If it is meant, say why in moments of ' +
    'certification({ … }), then build and deploy.',
  'B.duplicate_key': KEYS,
  'B.null_key': KEYS,
  'B.invariant':
    '`fusion verify` counts every invariant. Either a layer changed, or the upstream broke its contract.',
  'C.drift':
    'More drifted than certification({ drift }) allows. Find out which load changed the past; if it was right, take the days ' +
    'over: `fusion baseline capture --replace`. Then certify again.',
  'C.empty': 'Load the upstream tables.',
  'C.unbaselined': 'Take the first baseline of the data: `fusion baseline capture`.',
}

const ERROR =
  'The gate could not be asked; what the database said is beside it. Mend that, and certify again.'

/** What to do next about the code of a finding, such as `A.changed`. */
export function hintFor(code: string): string {
  if (code.endsWith('.error')) return ERROR
  return HINTS[code] ?? HINTS[code.split('.')[0] ?? ''] ?? 'See the finding.'
}
