import type { AggregateDeclaration, Declaration, QueryDeclaration } from '../../declare/relation.js'
import { knownColumns } from './known-columns.js'
import { openScope } from './open-scope.js'
import type { Output } from './scope.js'

/**
 * The columns of a declaration, in order. Undefined when they are unknown: it threw, is not a query, or reads a
 * declaration with unknown columns. The error is reported there and nowhere else.
 */
export type OutputsOf = (declaration: Declaration) => readonly Output[] | undefined

/** With a memo, because layers have many readers. */
export function createOutputsOf(): OutputsOf {
  const memo = new WeakMap<Declaration, readonly Output[] | undefined>()
  const outputsOf: OutputsOf = (declaration) => {
    if (memo.has(declaration)) return memo.get(declaration)
    const outputs = compute(declaration, outputsOf)
    memo.set(declaration, outputs)
    return outputs
  }
  return outputsOf
}

function compute(declaration: Declaration, outputsOf: OutputsOf): readonly Output[] | undefined {
  if (declaration.kind === 'reference' || ('thrown' in declaration && declaration.thrown)) return undefined
  switch (declaration.kind) {
    case 'source':
      return Object.entries(declaration.columns).map(([name, { comment }]) => ({ name, comment }))
    case 'aggregate':
      return aggregateOutputs(declaration, outputsOf)
    case 'layer':
    case 'view':
      return queryOutputs(declaration, outputsOf)
  }
}

function aggregateOutputs(
  { of, by, columns }: AggregateDeclaration,
  outputsOf: OutputsOf,
): Output[] | undefined {
  const known = of && outputsOf(of)
  if (!known || by.length === 0 || by.some((key) => !known.some(({ name }) => name === key))) return undefined
  const keys = by.flatMap((key) => known.find(({ name }) => name === key) ?? { name: key, comment: '' })
  return [...keys, ...described(columns)]
}

function queryOutputs(
  { query, inputs, steps, descriptions }: QueryDeclaration,
  outputsOf: OutputsOf,
): Output[] | undefined {
  if (!query) return undefined
  const environment = { inputs: new Map(Object.entries(inputs)), ctes: new Map(), outputsOf }
  const scope = openScope(query, environment, undefined)
  const selected = knownColumns(query, scope)
  if (!selected) return undefined
  const unique = new Map<string, Output>()
  for (const { name, comment, site, isUnknown } of [
    ...selected,
    ...steps.flatMap((step) => described(step.columns)),
  ]) {
    if (unique.has(name)) continue
    const description = Object.hasOwn(descriptions, name) ? descriptions[name] : undefined
    unique.set(name, {
      name,
      comment: description ?? comment,
      ...(site && { site }),
      ...(isUnknown && { isUnknown }),
    })
  }
  return [...unique.values()]
}

const described = (columns: QueryDeclaration['steps'][number]['columns']): Output[] =>
  Object.entries(columns).map(([name, { comment, site }]) => ({ name, comment, site }))
