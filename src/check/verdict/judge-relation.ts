import type {
  ChangeClass,
  ChangeWitness,
  ColumnVerdict,
  PartMeaning,
  PartVerdict,
  RelationVerdict,
} from '../../model/change-verdict.js'
import type { Change } from '../compare/change.js'
import type { Impact } from '../compare/find-impact.js'
import type { RelationState } from '../compare/relation-state.js'
import type { ChangedView } from './changed-view.js'
import { compareTypes } from './compare-types.js'
import { stepOf, worstClass } from './version-step.js'

/** What the search for a difference found for a view. */
export interface SearchResult {
  /** Absent if no difference was found. */
  readonly rows?: ChangeWitness
  readonly columns: ReadonlyMap<string, ChangeWitness>
  /** Why a part without a witness is undecided, as a clause; null stands for the rows. */
  readonly undecided: (column: string | null) => string
}

/** A relation with changes. */
export interface JudgedRelation {
  readonly changes: readonly Change[]
  /** Absent if it exists in one version only. */
  readonly before?: RelationState
  readonly after?: RelationState
  /** Present for a view of both versions. */
  readonly view?: ChangedView
  readonly search: SearchResult
  /** What its changes reach downstream. */
  readonly impact?: Impact | undefined
}

const PROVEN = 'proven for every input'

/** Decides what the changes of one relation mean. */
export function judgeRelation(relation: string, judged: JudgedRelation): RelationVerdict {
  const { view, search, changes, impact } = judged
  const rows = view?.isRedefined === true ? rowsVerdict(view, search) : null
  const columns = view ? view.changed.map((column) => columnVerdict(column, view, judged)) : []
  const reasons = [
    ...(rows ? [classOfPart('its rows', rows)] : []),
    ...columns.map((verdict) => classOfPart(`column ${verdict.column}`, verdict)),
    ...changes.flatMap((change) => classOfChange(change, judged)),
  ]
  const worst = worstClass(reasons.map((reason) => reason.class)) ?? 'documentation'
  return {
    relation,
    class: worst,
    step: stepOf(worst),
    because:
      worst === 'breaking' || worst === 'additive'
        ? reasons.filter((reason) => reason.class === worst).map(({ because }) => because)
        : [],
    rows,
    columns,
    reaches:
      worst === 'breaking' && impact
        ? impact.hurt.map((hurt) => ({ relation: hurt.relation, rows: hurt.rows, columns: hurt.columns }))
        : [],
  }
}

interface Reason {
  readonly class: ChangeClass
  readonly because: string
}

function rowsVerdict({ rows: isProven }: ChangedView, { rows, undecided }: SearchResult): PartVerdict {
  if (isProven) return { meaning: 'equivalent', because: PROVEN, witness: null }
  if (rows) return { meaning: 'different', because: 'rows were found that show it', witness: rows }
  return { meaning: 'undecided', because: undecided(null), witness: null }
}

function columnVerdict(
  column: string,
  { same }: ChangedView,
  { changes, search }: JudgedRelation,
): ColumnVerdict {
  const witness = search.columns.get(column) ?? null
  if (witness) return { column, meaning: 'different', because: 'rows were found that show it', witness }
  if (!same.includes(column))
    return { column, meaning: 'undecided', because: search.undecided(column), witness: null }
  return {
    column,
    ...rowTypeVerdict(changes.filter((change) => 'column' in change && change.column === column)),
  }
}

/** Of a column whose values are the same: what its row type allows. */
function rowTypeVerdict(changes: readonly Change[]): PartVerdict {
  const directions = changes.flatMap(
    (change): { readonly meaning: PartMeaning; readonly because: string }[] => {
      if (change.kind === 'column type') {
        const type = compareTypes(change.before, change.after)
        const meaning: PartMeaning = type === 'other' || type === 'same' ? 'different' : type
        return [{ meaning, because: `${change.before} became ${change.after}` }]
      }
      if (change.kind === 'column nullability') {
        const meaning = change.after === 'nullable' ? 'wider' : 'narrower'
        return [{ meaning, because: `${change.before} became ${change.after}` }]
      }
      return []
    },
  )
  const first = (meaning: PartMeaning) => directions.find((direction) => direction.meaning === meaning)
  // Where one thing allows more and another less, readers have to be ready for more.
  const found = first('different') ?? first('wider') ?? first('narrower')
  return found
    ? { ...found, because: `the values are the same; ${found.because}`, witness: null }
    : { meaning: 'equivalent', because: PROVEN, witness: null }
}

const MEANINGS: Readonly<Record<PartMeaning, ChangeClass>> = {
  equivalent: 'equivalent',
  narrower: 'additive',
  wider: 'breaking',
  different: 'breaking',
  undecided: 'breaking',
}

function classOfPart(part: string, { meaning, because }: PartVerdict): Reason {
  const says: Readonly<Record<PartMeaning, string>> = {
    equivalent: `${part}: the same`,
    narrower: `${part}: narrower, ${because}`,
    wider: `${part}: wider, ${because}`,
    different: `${part}: different, ${because}`,
    undecided: `${part}: undecided, ${because}`,
  }
  return { class: MEANINGS[meaning], because: says[meaning] }
}

/** What a change means by itself, apart from values and rows, which have verdicts of their own. */
function classOfChange(change: Change, { before, after, view }: JudgedRelation): readonly Reason[] {
  const kind = (after ?? before)?.kind
  const breaking = (because: string): readonly Reason[] => [{ class: 'breaking', because }]
  switch (change.kind) {
    case 'relation comment':
    case 'column comment':
      return [{ class: 'documentation', because: 'a comment changed' }]
    case 'relation added':
      return [{ class: 'additive', because: `it is a new ${kind}` }]
    case 'relation removed':
      return breaking(`the ${kind} is gone`)
    case 'column added':
      return [addedColumn(change.column, before, after)]
    case 'column removed':
      return breaking(`column ${change.column} is gone`)
    case 'column order':
      return breaking('the order of its columns changed')
    case 'definition':
      return view
        ? [{ class: 'equivalent', because: 'it is defined differently' }]
        : breaking(`the ${kind} is defined differently`)
    case 'column type':
      // Of a view, the verdict on the column says so; but clients read even a narrower type in another way.
      return view && compareTypes(change.before, change.after) !== 'narrower'
        ? []
        : breaking(`column ${change.column}: ${change.before} became ${change.after}`)
    case 'column nullability':
      return view ? [] : breaking(`column ${change.column}: ${change.before} became ${change.after}`)
    case 'key':
      return breaking(`its key (${change.before}) became (${change.after})`)
    case 'relation kind':
      return breaking(`a ${change.before} became a ${change.after}`)
    case 'view option':
    case 'view rule':
    case 'view trigger':
      return breaking(`${change.kind.slice('view '.length)} ${change.name} differs`)
  }
}

/** A reader by position keeps its columns if the new one comes after all of them. */
function addedColumn(
  column: string,
  before: RelationState | undefined,
  after: RelationState | undefined,
): Reason {
  const old = new Set(before?.columns.map(({ name }) => name))
  const names = after?.columns.map(({ name }) => name) ?? []
  const isLast = names.slice(names.indexOf(column)).every((name) => !old.has(name))
  // A source is read by name only: views list the columns that they select.
  return isLast || after?.kind === 'source'
    ? { class: 'additive', because: `column ${column} is new` }
    : { class: 'breaking', because: `column ${column} is new and comes before others, which moves them` }
}
