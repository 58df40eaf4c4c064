import type { ChangeWitness, WitnessSource } from '../../model/change-verdict.js'
import { displayName, type RelationName } from '../../model/relation-name.js'
import type { MeaningSession } from '../compare-views.js'
import {
  findWitnesses,
  type Found,
  type Witness,
  type WitnessSettings,
  type WitnessWorld,
} from '../witness/find-witnesses.js'
import type { SourceRows } from '../witness/source-rows.js'
import { type CreatedVersions, createVersions, type Version } from './create-versions.js'
import { type ComparedView, outputsOf, ROWS, versionTarget } from './version-target.js'

/** Source columns that matter for a part of a view: `schema.name` of the source, and the column. */
export type Matters = (
  view: RelationName,
  column: string | null,
  source: string,
  sourceColumn: string,
) => boolean

export interface VersionsProject extends WitnessWorld {
  readonly before: Version
  readonly after: Version
  readonly views: readonly ComparedView[]
  readonly matters: Matters
}

/** What comparing two versions of a view found. */
export interface ComparedVersions {
  /** Of the set of rows; absent if no difference was found. */
  readonly rows?: ChangeWitness
  /** By column. */
  readonly columns: ReadonlyMap<string, ChangeWitness>
  /** Columns, and null for the rows, that one version returns differently each time it is read. */
  readonly unstable: ReadonlySet<string | null>
  /** Why the versions could not be compared; absent if they were. */
  readonly refused?: string
}

/**
 * Runs two versions of some views, each with the views below it, over the same generated source rows. For each part that
 * differs, finds a few source rows that show it.
 *
 * @returns by display name of the view.
 */
export async function compareVersions(
  session: MeaningSession,
  project: VersionsProject,
  settings: WitnessSettings,
): Promise<ReadonlyMap<string, ComparedVersions>> {
  const { before, after, views } = project
  let versions: CreatedVersions | undefined
  let compared: readonly ComparedView[] = []
  const found = await findWitnesses(
    session,
    project,
    async () => {
      const made = await createVersions(session, before, after)
      versions = made
      compared = views.filter((view) => !made.refused.has(displayName(view)))
      return compared.map((view) => versionTarget(view, made.beforeOf(view), view))
    },
    settings,
  )
  return new Map(
    views.map((view) => {
      const at = compared.indexOf(view)
      const search = found[at]
      const refused = versions?.refused.get(displayName(view)) ?? ''
      return [
        displayName(view),
        search
          ? comparedOf(view, search, project.matters)
          : { columns: new Map(), unstable: new Set(), refused },
      ]
    }),
  )
}

function comparedOf(view: ComparedView, { witnesses, unstable }: Found, matters: Matters): ComparedVersions {
  const rows = witnesses.get(ROWS)
  const columns = new Map(
    [...witnesses].flatMap(([of, witness]) =>
      of === ROWS ? [] : [[of, witnessOf(view, of, witness, matters)] as const],
    ),
  )
  return {
    ...(rows && { rows: witnessOf(view, ROWS, rows, matters) }),
    columns,
    unstable: new Set([...unstable].map((of) => (of === ROWS ? null : of))),
  }
}

function witnessOf(
  view: ComparedView,
  of: string,
  { rows, readings }: Witness,
  matters: Matters,
): ChangeWitness {
  const column = of === ROWS ? null : of
  return {
    sources: rows
      .filter((source) => source.rows.length > 0)
      .map((source) => shownRows(source, view, column, matters)),
    ...outputsOf(view, of, readings),
  }
}

function shownRows(
  { source, rows }: SourceRows,
  view: ComparedView,
  column: string | null,
  matters: Matters,
): WitnessSource {
  const relation = displayName(source)
  const shown = source.columns
    .map(({ name }, at) => ({ name, at }))
    .filter(({ name }) => source.key.includes(name) || matters(view, column, relation, name))
  return {
    relation,
    rows: rows.map((row) => shown.map(({ name, at }) => ({ column: name, value: row[at] ?? null }))),
  }
}
