import type { ViewVersion } from '../../analyze/index.js'
import { type Proof, type RelationState, signatureOf, withSignature } from '../../check/index.js'
import { wantedType } from '../../check/replay/read-types.js'
import type { ReplayWorld } from '../../check/replay/replay-world.js'
import { outlineView } from '../../pgtree/index.js'
import { guardFunction, publicGuardFunction } from '../../model/guard-function.js'
import type { LiveFunction } from '../../model/live-catalog.js'
import { quoteIdentifier } from '../../model/quote-identifier.js'
import { splitName } from '../../model/relation-name.js'
import type { ReplayError, Replayed } from '../../check/replay/replay.js'
import type { ReplayedTrees, Replayer } from './replayer.js'

/** One side of a comparison, with everything needed to create it in a Postgres. */
export interface Side {
  readonly states: readonly RelationState[]
  readonly world: ReplayWorld
}

const KEY = /^function /

/** A declared function, as far as views depend on it. */
function functionOf(state: RelationState): LiveFunction {
  const { args, result } = signatureOf(state)
  return {
    ...splitName(state.relation.replace(KEY, '')),
    arguments: args.map(({ name, type }) => `${quoteIdentifier(name)} ${type}`).join(', '),
    result,
  }
}

/** A side of which only the states are known. */
export const sideOf = (states: readonly RelationState[]): Side => ({
  states,
  world: {
    // Only guarded views call it.
    functions: [
      guardFunction,
      publicGuardFunction,
      ...states.filter(({ kind }) => kind === 'function').map(functionOf),
    ],
    types: states.flatMap(({ relation, kind, definition }) =>
      kind === 'type' && definition !== null
        ? [{ key: relation, schema: wantedType(relation, definition).schema, statement: definition }]
        : [],
    ),
    tables: states
      .filter(({ kind }) => kind === 'source')
      .map(({ relation, columns, key }) => ({ ...splitName(relation), columns, key: key ?? [] })),
    views: states.flatMap(({ relation, kind, definition, dependsOn }) =>
      kind === 'type' || kind === 'function' || definition === null
        ? []
        : [{ ...splitName(relation), definition, reads: dependsOn }],
    ),
  },
})

/** Deparses the definitions of a side again in the embedded Postgres, so that both sides are comparable. */
export async function deparsed(
  { states, world }: Side,
  replayer: Replayer,
): Promise<{ readonly side: Side; readonly errors: readonly ReplayError[] }> {
  const { definitions, signatures, errors } = await replayer.replay(world)
  const said = states.map((state) => {
    const signature = state.kind === 'function' ? signatures.get(state.relation) : undefined
    const definition =
      state.definition === null ? null : (definitions.get(state.relation) ?? state.definition)
    return { ...(signature ? withSignature(state, signature) : state), definition }
  })
  return { side: { states: said, world }, errors }
}

const withOutlines = ({ states, world }: Side, { trees, names }: Replayed): Side => ({
  world,
  states: states.map((state) => {
    const tree = trees.get(state.relation)
    const outline = tree === undefined ? undefined : outlineView(tree, names)
    return outline ? { ...state, outline } : state
  }),
})

/** Both sides of a comparison, and what is proven of the views that differ. */
export interface Outlined {
  readonly before: Side
  readonly after: Side
  /** By relation; a view that cannot be replayed has no proof. */
  readonly proofs: ReadonlyMap<string, Proof>
}

/**
 * Adds to both sides an outline of each view that they define or type differently. Comparing the trees analyzed by Postgres
 * shows which columns differ. A view that cannot be replayed has no outline and counts as different in every column.
 */
export async function outlined(before: Side, after: Side, replayer: Replayer): Promise<Outlined> {
  const old = new Map(before.states.map((state) => [state.relation, state]))
  const changed = after.states
    .filter((state) => {
      const was = old.get(state.relation)
      return was !== undefined && state.kind === 'view' && isChanged(was, state)
    })
    .map(({ relation }) => relation)
  if (changed.length === 0) return { before, after, proofs: new Map() }
  // Loaded here, so that a check without changes does not load it.
  const { proveEquivalence } = await import('../../analyze/index.js')
  const were = await replayer.replayTrees(before.world, changed)
  const are = await replayer.replayTrees(after.world, changed)
  const proofs = changed.flatMap((relation): (readonly [string, Proof])[] => {
    const [was, is] = [versionOf(relation, before, were), versionOf(relation, after, are)]
    return was && is ? [[relation, proveEquivalence(was, is)]] : []
  })
  return { before: withOutlines(before, were), after: withOutlines(after, are), proofs: new Map(proofs) }
}

function isChanged(before: RelationState, after: RelationState): boolean {
  if (before.definition === null || after.definition === null) return false
  const types = new Map(before.columns.map(({ name, type }) => [name, type]))
  return (
    before.definition !== after.definition ||
    after.columns.some(({ name, type }) => types.has(name) && types.get(name) !== type)
  )
}

/** A version of a view as the proof needs it; undefined if it could not be replayed. */
function versionOf(
  relation: string,
  { states }: Side,
  { trees, names, catalogs }: ReplayedTrees,
): ViewVersion | undefined {
  const tree = trees.get(relation)
  const read = new Set(states.find((state) => state.relation === relation)?.dependsOn)
  const reads = states
    .filter((state) => read.has(state.relation))
    .map(({ relation: name, columns, key }) => {
      const uniqueKeys = key !== null && key.length > 0 ? [key] : []
      return [name, { columns, uniqueKeys }] as const
    })
  return tree === undefined ? undefined : { tree, names, catalogs, reads: new Map(reads) }
}
