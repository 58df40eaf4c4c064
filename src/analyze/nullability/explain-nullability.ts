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

/** One step from an output column to the expression that decides whether it can be NULL. */
export interface NullabilityStep {
  readonly nullable: boolean
  /**
   * A clause without a full stop. Empty if the value is only passed on by a column reference or a cast, and for a column of
   * another relation, which has its own reasons.
   */
  readonly because: string
  /** Byte position of the expression in the SELECT; null if unknown. */
  readonly location: number | null
  /** The column of another relation that is referenced. Its own reasons continue from here. */
  readonly reads: ColumnRef | null
}

/** A verdict with its expression and the verdict that decided it. */
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
 * @param query with the locations of its expressions, if places are needed.
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
  // Not an expression of a SELECT, such as a column of a set operation.
  if (steps.length === 0)
    steps.push({
      nullable: verdict.nullable,
      because: verdict.nullable ? verdict.because : 'it is never NULL',
      location: null,
      reads: null,
    })
  return steps
}

/** The verdict on the deciding part; undefined if the expression itself decides. */
function partOf(step: Step, nullable: boolean): Traced | undefined {
  if (step.below.step === undefined) return onlyPart(step, nullable)
  // That a CASE is never NULL concerns all its results together.
  return !nullable && step.expr.kind === 'CASEEXPR' ? undefined : step.below
}

/** The only part of an expression that is not a constant and so decides the whole. */
function onlyPart({ expr, point, pass }: Step, nullable: boolean): Traced | undefined {
  if (nullable || (expr.kind !== 'FUNCEXPR' && expr.kind !== 'OPEXPR')) return undefined
  const [only, ...others] = expr.args.filter(({ kind }) => kind !== 'CONST')
  if (only === undefined || others.length > 0) return undefined
  const verdict = pass.infer(only, point)
  return verdict.nullable ? undefined : verdict
}

/** The relation column that a reference refers to, if that column decides. */
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
  // Otherwise a join or a condition of the query decides.
  return own === verdict ? { relation: displayName(relation), column: name } : null
}
