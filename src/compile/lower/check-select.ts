import { ReferenceNode, SelectQueryNode } from 'kysely'
import type { DiagnosticCollector, Origin } from '../context.js'
import { tableName } from '../nodes/build.js'
import { knownColumns } from '../scope/known-columns.js'
import { openScope, scopeAround } from '../scope/open-scope.js'
import type { Scope } from '../scope/scope.js'
import type { Selected } from '../scope/selected-columns.js'

/** Reports a `*` of a table whose columns only Postgres knows: they may differ between servers. */
export function checkStars(
  query: SelectQueryNode,
  scope: Scope,
  origin: Origin,
  diagnostics: DiagnosticCollector,
): void {
  for (const { selection } of query.selections ?? []) {
    const named =
      ReferenceNode.is(selection) && selection.column.kind === 'SelectAllNode' ? selection.table : undefined
    const isStar = named !== undefined || selection.kind === 'SelectAllNode'
    if (!isStar) continue
    for (const table of scope.tables)
      if ((named === undefined || tableName(named) === table.alias) && table.isOpaque) {
        diagnostics.add(
          origin,
          'FS169',
          `"${origin.relation}" selects all columns of "${table.alias}", which are not declared`,
          'List the columns by name, or name them in the alias: .as(sql`t(a, b)`).',
        )
      }
  }
}

/** Reports branches of a set operation whose columns have other names: SQL matches columns by position only. */
export function checkBranches(
  query: SelectQueryNode,
  scope: Scope,
  columns: readonly Selected[],
  origin: Origin,
  diagnostics: DiagnosticCollector,
): void {
  // An error that makes names unknown was reported where it is.
  if (!query.setOperations || !knownColumns(query, scope)) return
  const names = columns.map(({ name }) => name)
  for (const { expression, operator } of query.setOperations) {
    let branch = expression
    while (branch.kind === 'ParensNode' && 'node' in branch) branch = branch.node as typeof branch
    if (!SelectQueryNode.is(branch)) continue
    const around = scopeAround(scope)
    const others = knownColumns(branch, openScope(branch, around.environment, around))?.map(
      ({ name }) => name,
    )
    if (!others || names.length === 0) continue
    const at = names.findIndex((name, i) => others[i] !== name)
    if (at < 0 && others.length === names.length) continue
    const place = at < 0 ? names.length : at
    diagnostics.add(
      origin,
      'FS178',
      `column ${place + 1} of a ${operator} in "${origin.relation}" is "${names[place] ?? 'nothing'}" in the first query and "${others[place] ?? 'nothing'}" in another`,
      'List the same columns in the same order: SQL matches them by position, not by name.',
    )
  }
}
