import type { AggregateDeclaration, Declaration, QueryDeclaration } from '../../declare/relation.js'
import { knownColumns } from './known-columns.js'
import { openScope } from './open-scope.js'
import type { Output } from './scope.js'

/**
 * The columns of a declaration, in order. Undefined when they are unknown: it threw, is not a query, or reads a
 * declaration with unknown columns. The error is reported there and nowhere else.
 */
export interface OutputsOf {
  (declaration: Declaration): readonly Output[] | undefined
  /** Those of a declaration's query, without its steps. */
  readonly ofQuery: (declaration: QueryDeclaration) => readonly Output[] | undefined
}

/** With a memo, because layers have many readers. */
export function createOutputsOf(): OutputsOf {
  const memo = new WeakMap<Declaration, readonly Output[] | undefined>()
  const ownMemo = new WeakMap<QueryDeclaration, readonly Output[] | undefined>()
  const ofQuery = (declaration: QueryDeclaration): readonly Output[] | undefined => {
    if (ownMemo.has(declaration)) return ownMemo.get(declaration)
    const outputs = queryOutputs(declaration, outputsOf)
    ownMemo.set(declaration, outputs)
    return outputs
  }
  const outputsOf: OutputsOf = Object.assign(
    (declaration: Declaration) => {
      if (memo.has(declaration)) return memo.get(declaration)
      const outputs = compute(declaration, outputsOf)
      memo.set(declaration, outputs)
      return outputs
    },
    { ofQuery },
  )
  return outputsOf
}

function compute(declaration: Declaration, outputsOf: OutputsOf): readonly Output[] | undefined {
  switch (declaration.kind) {
    case 'reference':
      return undefined
    case 'source':
      return Object.entries(declaration.columns).map(([name, { comment }]) => ({ name, comment }))
    case 'aggregate':
      return declaration.thrown ? undefined : aggregateOutputs(declaration, outputsOf)
    case 'layer':
    case 'view':
      return withSteps(declaration, outputsOf.ofQuery(declaration))
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

function queryOutputs(declaration: QueryDeclaration, outputsOf: OutputsOf): readonly Output[] | undefined {
  const { query, inputs } = declaration
  if (!query || declaration.thrown) return undefined
  const environment = { inputs: new Map(Object.entries(inputs)), ctes: new Map(), outputsOf }
  const scope = openScope(query, environment, undefined)
  const selected = knownColumns(query, scope)
  return selected && unique(selected, declaration)
}

const withSteps = (
  declaration: QueryDeclaration,
  own: readonly Output[] | undefined,
): readonly Output[] | undefined =>
  own && declaration.steps.length > 0
    ? unique([...own, ...declaration.steps.flatMap((step) => described(step.columns))], declaration)
    : own

/** The first column of each name, with what describes it. */
function unique(columns: readonly Output[], { descriptions }: QueryDeclaration): Output[] {
  const first = new Map<string, Output>()
  for (const { name, comment, site, isUnknown } of columns) {
    if (first.has(name)) continue
    const description = Object.hasOwn(descriptions, name) ? descriptions[name] : undefined
    first.set(name, {
      name,
      comment: description ?? comment,
      ...(site && { site }),
      ...(isUnknown && { isUnknown }),
    })
  }
  return [...first.values()]
}

const described = (columns: QueryDeclaration['steps'][number]['columns']): Output[] =>
  Object.entries(columns).map(([name, { comment, site }]) => ({ name, comment, site }))
