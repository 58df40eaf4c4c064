import type { AggregateDeclaration, Declaration, QueryDeclaration } from '../../declare/relation.js'
import { openScope } from './open-scope.js'
import type { Output } from './scope.js'
import { selectedColumns } from './selected-columns.js'

/** The columns of a declaration, in order, whatever is wrong with it otherwise. */
export type OutputsOf = (declaration: Declaration) => readonly Output[]

/** Remembers what it was asked: layers are read by many. */
export function createOutputsOf(): OutputsOf {
  const memo = new Map<Declaration, readonly Output[]>()
  const outputsOf: OutputsOf = (declaration) => {
    const known = memo.get(declaration)
    if (known) return known
    const outputs = compute(declaration, outputsOf)
    memo.set(declaration, outputs)
    return outputs
  }
  return outputsOf
}

function compute(declaration: Declaration, outputsOf: OutputsOf): readonly Output[] {
  switch (declaration.kind) {
    // What a reference names was reported as unknown; nothing more is to be said of its columns.
    case 'reference':
      return []
    case 'source':
      return Object.entries(declaration.columns).map(([name, { comment }]) => ({ name, comment }))
    case 'aggregate':
      return aggregateOutputs(declaration, outputsOf)
    case 'layer':
    case 'view':
      return queryOutputs(declaration, outputsOf)
  }
}

function aggregateOutputs({ of, by, columns }: AggregateDeclaration, outputsOf: OutputsOf): Output[] {
  const keys = (of ? outputsOf(of) : []).filter(({ name }) => by.includes(name))
  return [...keys, ...described(columns)]
}

function queryOutputs(
  { query, inputs, steps, descriptions }: QueryDeclaration,
  outputsOf: OutputsOf,
): Output[] {
  const scope = query && openScope(query, { inputs, ctes: new Map(), outputsOf }, undefined)
  const selected = query && scope ? selectedColumns(query, scope) : []
  const unique = new Map<string, Output>()
  for (const { name, comment, site } of [...selected, ...steps.flatMap((step) => described(step.columns))]) {
    if (unique.has(name)) continue
    unique.set(name, { name, comment: said(descriptions, name) ?? comment, ...(site && { site }) })
  }
  return [...unique.values()]
}

/** Not every name that an object answers to was described: there is a `constructor` in any. */
const said = (descriptions: QueryDeclaration['descriptions'], name: string): string | undefined =>
  Object.hasOwn(descriptions, name) ? descriptions[name] : undefined

const described = (columns: QueryDeclaration['steps'][number]['columns']): Output[] =>
  Object.entries(columns).map(([name, { comment, site }]) => ({ name, comment, site }))
