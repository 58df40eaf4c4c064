import {
  type Change,
  type ChangedView,
  changedView,
  type CheckSection,
  type Impact,
  isEquivalent,
  judgeRelation,
  type Proof,
  type RelationState,
  type SearchResult,
} from '../../check/index.js'
import type { RelationVerdict } from '../../model/change-verdict.js'
import type { CompiledProject } from '../../model/compiled-project.js'
import type { Replayer } from './replayer.js'
import type { SearchSettings } from './search-settings.js'
import type { Context } from '../context.js'
import type { VersionPair } from './version-pair.js'

/** Says what the changes of a section mean. */
export interface Judge {
  judge(section: CheckSection, compared: Compared): Promise<CheckSection>
}

/** Both sides of a section. */
export interface Compared {
  readonly before: readonly RelationState[]
  readonly after: readonly RelationState[]
  readonly proofs: ReadonlyMap<string, Proof>
}

/** Searches once for what two sections of a check have in common, such as the committed and the accepted state. */
export function createJudge(
  project: CompiledProject,
  uniqueKeys: ReadonlyMap<string, readonly (readonly string[])[]>,
  settings: SearchSettings,
  replayer: Replayer,
  context: Pick<Context, 'progress' | 'interrupts'>,
): Judge {
  const searched = new Map<string, ReadonlyMap<string, SearchResult>>()
  const search = async (pair: VersionPair): Promise<ReadonlyMap<string, SearchResult>> => {
    if (pair.views.every(({ rows, unproven }) => rows && unproven.length === 0)) return new Map()
    const key = JSON.stringify([pair.before, pair.views])
    const known = searched.get(key)
    if (known) return known
    // Loaded here, so that a check without changes does not load it.
    const { searchDifferences } = await import('./search-differences.js')
    const found = await searchDifferences(pair, project, uniqueKeys, settings, replayer, context)
    searched.set(key, found)
    return found
  }
  return {
    async judge(section, { before, after, proofs }) {
      if (section.outcome !== 'different') return section
      const views = changedViews(section.changes, before, after, proofs)
      const found = await search({ before, after, views })
      const relations = [...new Set(section.changes.map(({ relation }) => relation))]
      const verdicts = relations.map((relation): RelationVerdict => {
        const [old, now] = [stateOf(before, relation), stateOf(after, relation)]
        const view = views.find((one) => one.relation === relation)
        return judgeRelation(relation, {
          changes: section.changes.filter((change) => change.relation === relation),
          ...(old && { before: old }),
          ...(now && { after: now }),
          ...(view && { view }),
          search: found.get(relation) ?? NOT_SEARCHED,
          impact: section.impact.find((impact: Impact) => impact.relation === relation),
        })
      })
      return { ...section, verdicts, isEquivalent: isEquivalent({ ...section, verdicts }, after) }
    },
  }
}

const NOT_SEARCHED: SearchResult = { columns: new Map(), undecided: () => 'no search was made' }

const stateOf = (states: readonly RelationState[], name: string): RelationState | undefined =>
  states.find(({ relation }) => relation === name)

/** The views of both versions that have changes. */
function changedViews(
  changes: readonly Change[],
  before: readonly RelationState[],
  after: readonly RelationState[],
  proofs: ReadonlyMap<string, Proof>,
): readonly ChangedView[] {
  return after.flatMap((state): ChangedView[] => {
    const own = changes.filter(({ relation }) => relation === state.relation)
    const old = stateOf(before, state.relation)
    if (own.length === 0 || old?.kind !== 'view' || state.kind !== 'view') return []
    return [changedView(old, state, own, proofs.get(state.relation))]
  })
}
