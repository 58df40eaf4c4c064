import type { AnalyzedRelation, ColumnRef, Nullability } from '../../model/analyzed-project.js'
import { displayName } from '../../model/relation-name.js'
import {
  type Expression,
  locateColumn,
  locationOf,
  type QueryNode,
  rangeTableKind,
} from '../../pgtree/index.js'
import type { Catalogs } from '../../resolve/index.js'
import { isPassedOn, sentenceOf } from './describe-verdict.js'
import { inferNullability, type Trace } from './infer-nullability.js'
import type { Pass, Point } from './scope.js'

/** One expression on the way from an output column to what decides whether it can be NULL. */
export interface NullabilityStep {
  readonly nullable: boolean
  /**
   * A clause without a full stop. Empty where the value is only passed on, by a column reference or a cast; and of a column
   * of another relation, whose own reasons say more.
   */
  readonly because: string
  /** Byte of the SELECT at which the expression stands; null where the tree does not say. */
  readonly location: number | null
  /** Of a reference to a column of a relation that the view reads: that column, whose own reasons go on from here. */
  readonly reads: ColumnRef | null
}

/** A verdict that remembers the expression it was given on, and through its rule the verdict that decided it. */
type Traced = Nullability & { readonly step?: Step }

interface Step {
  readonly expr: Expression
  readonly point: Point
  readonly pass: Pass
  readonly below: Traced
}

const remember: Trace = (verdict, expr, point, pass) => {
  const traced: Traced = { ...verdict, step: { expr, point, pass, below: verdict } }
  return traced
}

/**
 * Why each output column of a view can or cannot be NULL: from the column itself down to the expression that decides, or
 * to a column of a relation that the view reads. Of several reasons it is the first, the one that the analysis keeps.
 *
 * @param query with the locations of its expressions, if places are wanted.
 */
export const explainNullability = (
  query: QueryNode,
  catalogs: Catalogs,
  dependencies: ReadonlyMap<string, AnalyzedRelation>,
): readonly (readonly NullabilityStep[])[] =>
  inferNullability(query, catalogs, dependencies, remember).map((verdict) => stepsOf(verdict))

function stepsOf(verdict: Traced): NullabilityStep[] {
  const steps: NullabilityStep[] = []
  for (let at: Traced | undefined = verdict; at?.step !== undefined;) {
    const { expr, point, pass, below }: Step = at.step
    const next = partOf(at.step, at.nullable)
    const isLast = next?.step === undefined
    const reads = isLast ? readBy(expr, below, point, pass) : null
    const isSaid = reads === null && (isLast || !isPassedOn(expr, pass.catalogs))
    steps.push({
      nullable: at.nullable,
      because: isSaid ? sentenceOf(at, expr, point, pass, next?.step?.expr ?? null) : '',
      location: locationOf(expr),
      reads,
    })
    at = next
  }
  // What is not an expression of a SELECT, such as a column of a set operation that has none.
  if (steps.length === 0)
    steps.push({
      nullable: verdict.nullable,
      because: verdict.nullable ? verdict.because : 'it is never NULL',
      location: null,
      reads: null,
    })
  return steps
}

/** The verdict on the part that decides; undefined where the expression decides by itself. */
function partOf(step: Step, nullable: boolean): Traced | undefined {
  if (step.below.step === undefined) return onlyPart(step, nullable)
  // That a CASE is never NULL is said of all its results together.
  return !nullable && step.expr.kind === 'CASEEXPR' ? undefined : step.below
}

/** The one part of an expression that is no constant: what is said of the whole follows from it. */
function onlyPart({ expr, point, pass }: Step, nullable: boolean): Traced | undefined {
  if (nullable || (expr.kind !== 'FUNCEXPR' && expr.kind !== 'OPEXPR')) return undefined
  const [only, ...others] = expr.args.filter(({ kind }) => kind !== 'CONST')
  if (only === undefined || others.length > 0) return undefined
  const verdict = pass.infer(only, point)
  return verdict.nullable ? undefined : verdict
}

/** The column of a relation of the database that a reference means, if it is that column which decides. */
function readBy(expr: Expression, verdict: Nullability, point: Point, pass: Pass): ColumnRef | null {
  if (expr.kind !== 'VAR') return null
  const column = locateColumn(expr, point.scope)
  if (column === null || column.entry.rtekind !== rangeTableKind.relation || column.attno <= 0) return null
  const relation = pass.catalogs.relations.get(column.entry.relid)
  const name = relation?.columns[column.attno - 1]
  if (relation === undefined || name === undefined) return null
  const own = pass.dependencies
    .get(displayName(relation))
    ?.columns.find((one) => one.name === name)?.nullability
  // Otherwise a join or a condition of the query has decided.
  return own === verdict ? { relation: displayName(relation), column: name } : null
}
