import { createHash } from 'node:crypto'
import type { RelationState } from './relation-state.js'

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex')

/**
 * SHA-256 of a relation's canonical text: the compact JSON of its state, whose members are always written in the order
 * given here. It covers all that a reader can notice, comments and lineage included.
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

/** SHA-256 over the fingerprints of all relations, in the order of their names. */
export const fingerprintProject = (states: readonly RelationState[]): string =>
  sha256(
    states
      .map((state) => `${state.relation} ${fingerprintRelation(state)}`)
      .toSorted()
      .join('\n'),
  )
