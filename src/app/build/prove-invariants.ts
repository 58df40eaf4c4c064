import { type Claim, claimsOf } from '../../analyze/index.js'
import type { AnalyzedRelation } from '../../model/analyzed-project.js'
import type { InvariantVerdict } from '../../model/analyzed-invariant.js'
import type { CompiledContract, CompiledProject } from '../../model/compiled-project.js'
import { type Diagnostic, DiagnosticError } from '../../model/diagnostic.js'
import { displayName, type RelationName } from '../../model/relation-name.js'
import type { Resolution } from '../../resolve/index.js'
import type { AskSolver } from './ask-solver.js'

/** The verdicts of a contract, in the order of its invariants. */
export type Verdicts = ReadonlyMap<CompiledContract, readonly InvariantVerdict[]>

/** Verdicts that a solver may still work on. */
export type ComingVerdicts = ReadonlyMap<CompiledContract, Promise<readonly InvariantVerdict[]>>

/** The verdicts when all of them are there. */
export async function allDecided(coming: ComingVerdicts): Promise<Verdicts> {
  const decided = new Map<CompiledContract, readonly InvariantVerdict[]>()
  for (const [contract, verdicts] of coming) decided.set(contract, await verdicts)
  return decided
}

/**
 * Decides the invariants of the contracts that were resolved.
 *
 * @param relations every relation that they read, analyzed, by display name.
 * @param ask the solver of the project; null if it has none.
 * @throws DiagnosticError FS187 if an invariant is not a condition.
 */
export function proveInvariants(
  { contracts, views, catalogs }: Pick<Resolution, 'contracts' | 'views' | 'catalogs'>,
  relations: ReadonlyMap<string, AnalyzedRelation>,
  ask: AskSolver | null,
): ComingVerdicts {
  const trees = new Map(views.map((view) => [displayName(view), view.tree.query]))
  // The solver works on the questions of one contract while the claims of the next are made.
  return new Map(
    contracts.map(({ contract, tree }) => {
      const claims = claimsOf(tree.query, catalogs, relations, trees).slice(contract.key.length)
      refuseValues(contract, claims)
      const verdicts = Promise.all(claims.map((claim) => decide(claim, ask)))
      verdicts.catch(() => undefined) // Whoever waits for it gets the error.
      return [contract, verdicts] as const
    }),
  )
}

function refuseValues({ of, invariants }: CompiledContract, claims: readonly Claim[]): void {
  const diagnostics = invariants.flatMap(({ name, place }, at): readonly Diagnostic[] =>
    claims[at]?.kind === 'not boolean'
      ? [
          {
            code: 'FS187',
            place: { ...place, relation: of, column: name },
            message: `the invariant "${name}" is not a condition`,
            hint: 'Write a comparison, or isKnown(…) or isTrue(…) around the value.',
          },
        ]
      : [],
  )
  if (diagnostics.length > 0) throw new DiagnosticError(diagnostics)
}

async function decide(claim: Claim, ask: AskSolver | null): Promise<InvariantVerdict> {
  if (claim.kind !== 'open')
    return {
      verdict: 'proven',
      by: 'analysis',
      because: 'it follows from the values that the columns can have together',
    }
  if (ask === null)
    return {
      verdict: 'undecided',
      because:
        'it does not follow from the values that the columns can have together, and no solver was asked',
    }
  const { answer, name } = await ask(claim.script)
  switch (answer) {
    case 'unsat':
      return {
        verdict: 'proven',
        by: 'solver',
        because: `${name} shows that no rows of the sources break it`,
      }
    case 'sat':
      return {
        verdict: 'undecided',
        because: `${name} does not exclude rows that break it, as far as it is told what the functions return`,
      }
    case 'unknown':
      return { verdict: 'undecided', because: `${name} gave up` }
  }
}

/** Display names of some relations and of all that they read: what a proof looks into. */
export function relationsBelow(
  { views }: CompiledProject,
  relations: readonly RelationName[],
): ReadonlySet<string> {
  const needed = new Set(relations.map(displayName))
  for (const view of views.toReversed())
    if (needed.has(displayName(view))) for (const read of view.dependsOn) needed.add(displayName(read))
  return needed
}
