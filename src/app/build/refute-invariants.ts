import { versionLiterals } from '../../compile/index.js'
import { findWitnesses, type Target, type Witness } from '../../meaning/index.js'
import type { Counterexample, InvariantVerdict } from '../../model/analyzed-invariant.js'
import type { CompiledContract, CompiledProject } from '../../model/compiled-project.js'
import { creationPath } from '../../model/creation-path.js'
import { quoteIdentifier } from '../../model/quote-identifier.js'
import { displayName } from '../../model/relation-name.js'
import type { Session } from '../../postgres/session.js'
import type { ComingVerdicts, Verdicts } from './prove-invariants.js'

/** How often rows are drawn for the invariants of a layer or view. */
const tries = 24
const seed = 1

/**
 * Looks for rows of the sources that break invariants which are not proven, by running the layers and views over generated
 * rows. The solver works on the next contract meanwhile.
 *
 * @param session with the relations of the project, without rows. It is left as it is.
 * @param below display names of the relations that a contract reads, directly or indirectly.
 */
export async function refuteInvariants(
  session: Session,
  project: CompiledProject,
  coming: ComingVerdicts,
  below: (contract: CompiledContract) => ReadonlySet<string>,
  signal: AbortSignal,
  onContract: (name: string) => void,
): Promise<Verdicts> {
  const decided = new Map<CompiledContract, readonly InvariantVerdict[]>()
  for (const [contract, verdicts] of coming) {
    const own = await verdicts
    decided.set(contract, own)
    const open = contract.invariants.filter((_, at) => own[at]?.verdict === 'undecided')
    if (open.length === 0) continue
    onContract(contract.of)
    const witnesses = await search(session, project, contract, open, below(contract), signal)
    decided.set(
      contract,
      own.map((verdict, at) =>
        withWitness(verdict, witnesses?.get(contract.invariants[at]?.name ?? ''), witnesses !== null),
      ),
    )
  }
  return decided
}

const withWitness = (
  verdict: InvariantVerdict,
  witness: Witness | undefined,
  isSearched: boolean,
): InvariantVerdict => {
  if (verdict.verdict !== 'undecided') return verdict
  if (witness)
    return {
      verdict: 'refuted',
      because: 'it is not true in a row that the query returns for these rows of the sources',
      counterexample: counterexampleOf(witness),
    }
  const searched = isSearched
    ? `no rows that break it were found in ${tries} tries`
    : 'the query cannot be run over generated rows'
  return { verdict: 'undecided', because: `${verdict.because}; ${searched}` }
}

const contractView = 'contract'

/** Null if the query fails over generated rows. */
async function search(
  session: Session,
  { types, sources, views }: CompiledProject,
  { select }: CompiledContract,
  open: CompiledContract['invariants'],
  below: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Witness> | null> {
  const texts = views.filter((view) => below.has(displayName(view))).map((view) => view.select)
  // What the invariants mention matters most: to the search they are what is new.
  const { all, changed } = versionLiterals([
    ...texts.map((text) => ({ before: text, after: text })),
    { before: null, after: select },
  ])
  const boundaries = {
    sought: changed,
    paths: all.paths,
    soughtPaths: changed.paths,
    nullTested: all.nullTested,
  }
  const read = sources.filter((source) => below.has(displayName(source)))
  const prepare = async (): Promise<readonly Target[]> => {
    await session.exec(
      `SET LOCAL search_path = ${creationPath(types)}; CREATE TEMP VIEW ${contractView} AS\n${select};
      SET LOCAL search_path = ''`,
    )
    return open.map(({ name }) => ({
      queries: [
        `SELECT ARRAY['broken'] AS row FROM pg_temp.${contractView} AS c WHERE c.${quoteIdentifier(name)} IS NOT TRUE LIMIT 1`,
      ],
      signs: ([reading]) =>
        reading && 'rows' in reading && reading.rows.length > 0 ? [{ of: name, how: 'broken' }] : [],
      wanted: [name],
    }))
  }
  try {
    const world = { types, sources: read, isCreated: true, literals: all, boundaries }
    const found = await findWitnesses(session, world, prepare, { tries, seed, signal })
    return new Map(found.flatMap(({ witnesses }) => [...witnesses]))
  } catch (error) {
    // An error of Postgres: a type of which no values can be made, or a source that accepts none.
    if (signal.aborted || !(error instanceof Error) || !('severity' in error)) throw error
    return null
  }
}

const counterexampleOf = ({ rows }: Witness): Counterexample => ({
  rows: rows.flatMap(({ source, rows: of }) =>
    of.map((row) => ({
      relation: displayName(source),
      values: Object.fromEntries(
        source.columns.flatMap(({ name }, at) => {
          const value = row[at] ?? null
          return value === null ? [] : [[name, value] as const]
        }),
      ),
    })),
  ),
})
