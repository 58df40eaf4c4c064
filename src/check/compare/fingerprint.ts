import { createHash } from 'node:crypto'
import type { RelationState } from './relation-state.js'

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex')

/**
 * SHA-256 of a relation's canonical text: the compact JSON of its state, with members in the order given here. It covers
 * everything that readers can notice, including comments and lineage.
 */
export const fingerprintRelation = (state: RelationState): string =>
  sha256(
    JSON.stringify([
      state.relation,
      state.kind,
      state.comment,
      state.columns.map(({ name, type, nullable, comment, lineage }) => [
        name,
        type,
        nullable,
        comment,
        lineage.map(({ relation, column }) => [relation, column]),
      ]),
      state.key,
      state.definition,
      state.dependsOn,
      state.rowLineage.map(({ relation, column }) => [relation, column]),
    ]),
  )

/** SHA-256 of the fingerprints of all relations, sorted by name. */
export const fingerprintProject = (states: readonly RelationState[]): string =>
  sha256(
    states
      .map((state) => `${state.relation} ${fingerprintRelation(state)}`)
      .toSorted()
      .join('\n'),
  )
