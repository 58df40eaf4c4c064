import type {
  LineageEdgeRole,
  LineageNode,
  LineageReport,
  LineageReportNode,
} from '../../../app/lineage/lineage-report.js'
import { splitName } from '../../../model/relation-name.js'
import type { Colors } from './colors.js'

/** A node below another one, with the roles of the edge between them. */
interface Branch {
  readonly node: LineageReportNode
  readonly roles: readonly LineageEdgeRole[]
}

const keyOf = ({ relation, column }: LineageNode): string => JSON.stringify([relation, column])

/**
 * Prints the lineage of a column as a tree. A node is continued once, at its shortest distance; elsewhere a remark says
 * where to look.
 */
export function printLineage(report: LineageReport, colors: Colors): string {
  const { nodes, direction } = report
  const [start] = nodes
  if (start === undefined) throw new Error('the lineage of a column contains the column')
  const below = branchesOf(report)
  const head = `${colors.bold(nameOf(start, report))}  ${direction}\n${emptyText(start, below.get(keyOf(start)) ?? [], report)}`
  const continued = new Set<string>()
  const lines: string[] = []
  const print = (parent: LineageReportNode, indent: string): void => {
    const branches = below.get(keyOf(parent)) ?? []
    for (const [at, { node, roles }] of branches.entries()) {
      const isLast = at === branches.length - 1
      const leads = (below.get(keyOf(node)) ?? []).length > 0
      const isHere = leads && !continued.has(keyOf(node)) && node.distance === parent.distance + 1
      const remark = node.isCut
        ? ' …'
        : !leads || isHere
          ? ''
          : `  ${colors.dim(continued.has(keyOf(node)) ? '(see above)' : '(see below)')}`
      lines.push(
        `${colors.dim(`${indent}${isLast ? '└─' : '├─'}`)} ${colors.cyan(roles.join(', '))}  ${nameOf(node, report)}${remark}\n`,
      )
      if (!isHere) continue
      continued.add(keyOf(node))
      print(node, `${indent}${isLast ? '   ' : '│  '}`)
    }
  }
  print(start, '')
  return head + lines.join('')
}

/** What is printed below each node, in a fixed order. */
function branchesOf({ nodes, edges, direction }: LineageReport): ReadonlyMap<string, readonly Branch[]> {
  const byKey = new Map(nodes.map((node) => [keyOf(node), node]))
  const below = new Map<string, Branch[]>()
  for (const { from, to, roles } of edges) {
    const [near, far] = direction === 'upstream' ? [to, from] : [from, to]
    const node = byKey.get(keyOf(far))
    const branches = below.get(keyOf(near)) ?? []
    below.set(keyOf(near), branches)
    if (node) branches.push({ node, roles })
  }
  for (const [key, branches] of below) below.set(key, branches.toSorted(inOrder))
  return below
}

const ranks: Readonly<Record<LineageEdgeRole, number>> = { value: 0, condition: 2, rows: 3 }
/** Values first, then what also decides, what only decides, and rows. */
const rank = ({ roles }: Branch): number => (roles.length > 1 ? 1 : ranks[roles[0] ?? 'rows'])
const inOrder = (a: Branch, b: Branch): number => rank(a) - rank(b)

/** As it is given to a command: in double quotes where a dot or a blank would mislead. */
const spelled = (part: string): string => (/^[\w$]+$/.test(part) ? part : `"${part.replaceAll('"', '""')}"`)

const nameOf = ({ relation, column }: LineageNode, { direction }: LineageReport): string => {
  const { schema, name } = splitName(relation)
  const own = `${spelled(schema)}.${spelled(name)}`
  if (column !== null) return `${own}.${spelled(column)}`
  return direction === 'upstream' ? `rows of ${own}` : `rows of ${own}, and with them all its columns`
}

function emptyText(
  { kind }: LineageReportNode,
  branches: readonly Branch[],
  { direction }: LineageReport,
): string {
  if (branches.some(({ roles }) => direction === 'downstream' || !roles.includes('rows'))) return ''
  if (direction === 'downstream') return '  No view depends on it.\n'
  return kind === 'source'
    ? '  It is a column of a source: nothing is upstream of it. --downstream shows what depends on it.\n'
    : '  No column flows into its value.\n'
}
