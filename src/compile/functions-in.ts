import type { OperationNode } from 'kysely'
import type { Declaration } from '../declare/relation.js'
import { type FunctionDeclaration, isDeclaredCall } from '../declare/sql-function.js'
import { walk } from './nodes/walk.js'

/** The declared functions that an expression or query calls directly. */
export function functionsIn(root: OperationNode): readonly FunctionDeclaration[] {
  const found = new Set<FunctionDeclaration>()
  walk(root, (node) => {
    if (isDeclaredCall(node)) found.add(node.calls())
  })
  return [...found]
}

/** The functions with everything that they call, each after those that it calls. A cycle is cut where it closes. */
export function functionClosure(
  functions: readonly (FunctionDeclaration | undefined)[],
): readonly FunctionDeclaration[] {
  const done = new Set<FunctionDeclaration>()
  const entered = new Set<FunctionDeclaration>()
  const visit = (fn: FunctionDeclaration | undefined): void => {
    if (!fn || entered.has(fn)) return
    entered.add(fn)
    fn.functions.forEach(visit)
    done.add(fn)
  }
  functions.forEach(visit)
  return [...done]
}

const memo = new WeakMap<Declaration, readonly FunctionDeclaration[]>()

/** The functions that a layer, view or aggregate calls itself, with everything that those call. */
export function functionsOf(declaration: Declaration): readonly FunctionDeclaration[] {
  const known = memo.get(declaration)
  if (known) return known
  const found = functionClosure(nodesOf(declaration).flatMap(functionsIn))
  memo.set(declaration, found)
  return found
}

/** For a declaration whose expressions are not there: it calls no function. */
export const callsNothing = (declaration: Declaration): void => void memo.set(declaration, [])

function nodesOf(declaration: Declaration): readonly OperationNode[] {
  switch (declaration.kind) {
    case 'source':
    case 'reference':
      return []
    case 'aggregate':
      return Object.values(declaration.columns).map(({ node }) => node)
    case 'layer':
    case 'view': {
      const steps = declaration.steps.flatMap(({ columns }) => Object.values(columns).map(({ node }) => node))
      return declaration.query ? [declaration.query, ...steps] : steps
    }
  }
}
