import { type AnyNode, type Node, subLink, visitChildren } from '../../pgtree/index.js'
import { BOTH, CONDITION, type Role, VALUE } from './flow.js'

type Visit = (child: AnyNode, role: Role) => void

/**
 * Calls `visit` for every child of an expression with the child's role in its value: a part of it, or what decides which
 * part it is. Operators and functions are computed from all their arguments, comparisons too: `a > 0` as an output is made
 * of `a`. A node of an unknown kind may do both.
 */
export const visitRoles = (node: AnyNode, visit: Visit): void => {
  switch (node.kind) {
    case 'CASEEXPR':
      visitAll([node.arg], CONDITION, visit)
      visitAll([...node.args, node.defresult], VALUE, visit)
      return
    case 'CASEWHEN':
      visitAll([node.expr], CONDITION, visit)
      visitAll([node.result], VALUE, visit)
      return
    case 'COALESCEEXPR':
      visitAll(node.args.slice(0, -1), BOTH, visit)
      visitAll(node.args.slice(-1), VALUE, visit)
      return
    case 'NULLIFEXPR':
      visitAll(node.args.slice(0, 1), BOTH, visit)
      visitAll(node.args.slice(1), CONDITION, visit)
      return
    case 'SUBSCRIPTINGREF':
      visitAll([node.refexpr, node.refassgnexpr], VALUE, visit)
      visitAll([...node.refupperindexpr, ...node.reflowerindexpr], CONDITION, visit)
      return
    case 'AGGREF':
      visitAggregate(node, visit)
      return
    case 'WINDOWFUNC':
      visitAll(node.args, VALUE, visit)
      visitAll([node.aggfilter], CONDITION, visit)
      return
    case 'GROUPINGFUNC':
      visitAll(node.args, CONDITION, visit)
      return
    case 'SUBLINK':
      visitAll([node.testexpr, node.subselect], testing.has(node.subLinkType) ? CONDITION : VALUE, visit)
      return
    case 'UNKNOWN':
      visitChildren(node, (child) => visit(child, BOTH))
      return
    default:
      visitChildren(node, (child) => visit(child, VALUE))
  }
}

/** Sublinks that test rows and return none of their values: EXISTS, IN, ANY, ALL. */
const testing: ReadonlySet<number> = new Set([subLink.exists, subLink.all, subLink.any])

const visitAll = (children: readonly (AnyNode | null)[], role: Role, visit: Visit): void => {
  for (const child of children) if (child !== null) visit(child, role)
}

/** An argument in ORDER BY or DISTINCT also decides; one that is only there to be sorted by does nothing else. */
const visitAggregate = (node: Node<'AGGREF'>, visit: Visit): void => {
  const { args, aggorder, aggdistinct, aggdirectargs, aggfilter } = node
  const deciding = new Set([...aggorder, ...aggdistinct].map(({ tleSortGroupRef }) => tleSortGroupRef))
  for (const arg of args) {
    const decides = arg.ressortgroupref !== 0 && deciding.has(arg.ressortgroupref)
    visit(arg, arg.resjunk ? CONDITION : decides ? BOTH : VALUE)
  }
  visitAll(aggdirectargs, VALUE, visit)
  visitAll([aggfilter], CONDITION, visit)
}
