import type { ColumnState, EvidenceGroup } from '../../model/column-values.js'
import { oneOf, valuesText } from '../../model/values-text.js'
import type { ExplainedEvidence, ExplainedGroup } from './explanation.js'

type Cases = EvidenceGroup['cases']

/** The groups that a column is part of: those that tell of it, and those in which it tells of others. */
export const explainEvidence = (
  groups: readonly EvidenceGroup[] | undefined,
  column: string,
): readonly ExplainedEvidence[] =>
  (groups ?? [])
    .filter(({ cases }) => cases[0]?.some(({ name }) => name === column))
    .map((group) => {
      const isTelling = group.by.includes(column)
      return {
        by: group.by,
        tellsOf: isTelling ? told(group) : [],
        known: isTelling ? null : knownWhere(group, column),
        cases: isTelling
          ? []
          : sameStates(group, column).map((some) => {
              const { known, values } = stateOf(some[0] ?? [], column)
              return { where: whereOf(group, some), known, values: values ?? null }
            }),
      }
    })

/** All groups of a relation. */
export const explainGroups = (groups: readonly EvidenceGroup[] | undefined): readonly ExplainedGroup[] =>
  (groups ?? []).map((group) => {
    const columns = told(group)
    return {
      by: group.by,
      decides: columns.flatMap((column) => {
        const known = knownWhere(group, column)
        return known === null ? [] : [{ column, known }]
      }),
      narrows: columns.filter((column) => knownWhere(group, column) === null),
      cases: group.cases,
    }
  })

const told = ({ by, cases }: EvidenceGroup): readonly string[] =>
  (cases[0] ?? []).slice(by.length).map(({ name }) => name)

const stateOf = (states: readonly ColumnState[], column: string): ColumnState =>
  states.find(({ name }) => name === column) ?? { name: column, known: 'both' }

/** The cases of a group by what they say of a column. */
function sameStates({ cases }: EvidenceGroup, column: string): readonly Cases[] {
  const byState = new Map<string, Cases>()
  for (const states of cases) {
    const key = JSON.stringify(stateOf(states, column))
    byState.set(key, [...(byState.get(key) ?? []), states])
  }
  return [...byState.values()]
}

/** Where a column is known, if the group decides that: `img_damage_scored is true`. */
function knownWhere(group: EvidenceGroup, column: string): string | null {
  const knownIn = (known: ColumnState['known']): Cases =>
    group.cases.filter((states) => stateOf(states, column).known === known)
  const [always, never] = [knownIn('always'), knownIn('never')]
  if (never.length === 0 || always.length === 0 || always.length + never.length < group.cases.length)
    return null
  const isAnyFlag =
    group.by.length > 1 &&
    never.length === 1 &&
    never.every((states) => group.by.every((flag) => isFalse(stateOf(states, flag))))
  return isAnyFlag ? `${oneOf(group.by)} is true` : whereOf(group, always)
}

const isFalse = ({ known, values }: ColumnState): boolean =>
  known === 'always' && values !== undefined && 'oneOf' in values && values.oneOf.join() === 'false'

/** What the telling columns are in some cases, in words. */
function whereOf({ by, cases }: EvidenceGroup, some: Cases): string {
  const [only] = by
  if (by.length === 1 && only !== undefined) {
    const states = some.map((one) => stateOf(one, only))
    return `${only} is ${isToldByNull(only, cases) ? oneOf(states.map(nullText)) : oneOf(states.flatMap(valueText))}`
  }
  return oneOf(
    some.map((states) =>
      by
        .map((column) => {
          const state = stateOf(states, column)
          return `${column} is ${isToldByNull(column, cases) ? nullText(state) : oneOf(valueText(state))}`
        })
        .join(' and '),
    ),
  )
}

const isToldByNull = (column: string, cases: Cases): boolean =>
  cases.some((states) => stateOf(states, column).known === 'never')

const nullText = ({ known }: ColumnState): string => (known === 'never' ? 'NULL' : 'not NULL')

const valueText = ({ values }: ColumnState): readonly string[] => {
  const text = valuesText(values)
  return text === null ? ['anything'] : [text]
}
