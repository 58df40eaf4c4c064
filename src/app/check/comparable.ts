import { type RelationState, signatureOf, withSignature } from '../../check/index.js'
import { wantedType } from '../../check/replay/read-types.js'
import type { ReplayWorld } from '../../check/replay/replay-world.js'
import { outlineView } from '../../pgtree/index.js'
import { guardFunction, publicGuardFunction } from '../../model/guard-function.js'
import type { LiveFunction } from '../../model/live-catalog.js'
import { quoteIdentifier } from '../../model/quote-identifier.js'
import { splitName } from '../../model/relation-name.js'
import type { ReplayError, Replayed } from '../../check/replay/replay.js'
import type { Replayer } from './replayer.js'

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

/**
 * Adds to both sides an outline of each view that they define differently. Comparing the trees analyzed by Postgres shows
 * which columns differ. A view that cannot be replayed has no outline and counts as different in every column.
 */
export async function outlined(
  before: Side,
  after: Side,
  replayer: Replayer,
): Promise<readonly [Side, Side]> {
  const old = new Map(before.states.map((state) => [state.relation, state.definition]))
  const changed = after.states
    .filter(({ relation, definition }) => {
      const was = old.get(relation) ?? null
      return definition !== null && was !== null && was !== definition
    })
    .map(({ relation }) => relation)
  if (changed.length === 0) return [before, after]
  const were = await replayer.replay(before.world, changed)
  const are = await replayer.replay(after.world, changed)
  return [withOutlines(before, were), withOutlines(after, are)]
}
