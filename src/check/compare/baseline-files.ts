import type { Artifact } from '../../model/artifact.js'
import type { Acceptance, Baseline } from './baseline.js'
import { fingerprintProject, fingerprintRelation } from './fingerprint.js'
import type { RelationState } from './relation-state.js'

export const BASELINE_FILE = 'baseline.json'
export const LOG_FILE = 'accepted.jsonl'
const FORMAT = 1

/** `baseline.json`. Definitions are lists of lines, so that `git diff` shows changed lines. */
interface Stored {
  readonly format: number
  readonly server: string
  readonly fingerprint: string
  readonly relations: readonly (Omit<RelationState, 'definition'> & {
    readonly fingerprint: string
    readonly definition: readonly string[] | null
  })[]
}

/** Content of a baseline folder; `invalid` if it is not as written by `fusion baseline accept`. */
export type BaselineReading =
  | { readonly kind: 'none' }
  | { readonly kind: 'read'; readonly baseline: Baseline; readonly log: readonly Acceptance[] }
  | { readonly kind: 'invalid'; readonly why: string }

/** The files of a baseline and its log, relative to the baseline folder. */
export function baselineFiles(baseline: Baseline, log: readonly Acceptance[]): Artifact[] {
  const stored: Stored = {
    format: FORMAT,
    server: baseline.server,
    fingerprint: baseline.fingerprint,
    relations: baseline.relations.map((state) => ({
      relation: state.relation,
      kind: state.kind,
      fingerprint: fingerprintRelation(state),
      comment: state.comment,
      key: state.key,
      columns: state.columns.map(({ name, type, nullable, comment, lineage }) => ({
        name,
        type,
        nullable,
        comment,
        lineage,
      })),
      dependsOn: state.dependsOn,
      rowLineage: state.rowLineage,
      definition: state.definition?.split('\n') ?? null,
    })),
  }
  return [
    { path: BASELINE_FILE, text: `${JSON.stringify(stored, undefined, 2)}\n` },
    { path: LOG_FILE, text: log.map((entry) => `${JSON.stringify(entry)}\n`).join('') },
  ]
}

const restore = (stored: Stored): RelationState[] =>
  stored.relations.map((state) => ({
    relation: state.relation,
    kind: state.kind,
    comment: state.comment,
    columns: state.columns,
    key: state.key,
    definition: state.definition?.join('\n') ?? null,
    dependsOn: state.dependsOn,
    rowLineage: state.rowLineage,
  }))

const invalid = (why: string): BaselineReading => ({ kind: 'invalid', why })

/** Reads a baseline and checks that it was not edited by hand. */
export function readBaseline(files: ReadonlyMap<string, string>): BaselineReading {
  const text = files.get(BASELINE_FILE)
  const logText = files.get(LOG_FILE)
  if (text === undefined && logText === undefined) return { kind: 'none' }
  if (text === undefined) return invalid(`${BASELINE_FILE} is missing`)
  if (logText === undefined) return invalid(`${LOG_FILE} is missing`)
  try {
    const stored: Stored = JSON.parse(text)
    if (stored.format !== FORMAT)
      return invalid(`${BASELINE_FILE} has format ${stored.format}, not ${FORMAT}`)
    const relations = restore(stored)
    const log = logText
      .split('\n')
      .filter((line) => line !== '')
      .map((line): Acceptance => JSON.parse(line))
    const fingerprint = fingerprintProject(relations)
    if (fingerprint !== stored.fingerprint) return invalid(`${BASELINE_FILE} does not match its fingerprint`)
    if (log.at(-1)?.fingerprint !== fingerprint)
      return invalid(`the last line of ${LOG_FILE} does not match ${BASELINE_FILE}`)
    if (log.some((entry, i) => entry.previous !== (log[i - 1]?.fingerprint ?? null))) {
      return invalid(`lines of ${LOG_FILE} are missing or out of order`)
    }
    return { kind: 'read', baseline: { server: stored.server, fingerprint, relations }, log }
  } catch (error) {
    return invalid(error instanceof Error ? error.message : String(error))
  }
}
