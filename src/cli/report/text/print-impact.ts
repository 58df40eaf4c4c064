import type { Affected, Impact } from '../../../app/check/report.js'
import type { Colors } from './colors.js'

const WIDTH = 100

function wrap(items: readonly string[], indent: string): string[] {
  const lines: string[] = []
  let line = ''
  for (const item of items) {
    if (line !== '' && indent.length + line.length + item.length + 2 > WIDTH) {
      lines.push(`${indent}${line},`)
      line = ''
    }
    line += line === '' ? item : `, ${item}`
  }
  return line === '' ? lines : [...lines, indent + line]
}

interface Extent {
  readonly rows: boolean
  readonly columns: readonly string[]
  readonly width: number
}

/** `its rows, all 59 columns`, or the columns by name on separate lines. */
function extent({ rows, columns, width }: Extent): {
  readonly head: string
  readonly names: readonly string[]
} {
  const all = columns.length === width && width > 1
  const count = all ? `all ${width} columns` : `${columns.length} of ${width} columns`
  const parts = [rows ? 'its rows' : '', columns.length > 0 ? count : ''].filter(Boolean)
  return { head: parts.join(' and '), names: all ? [] : columns }
}

function printNode(
  hurt: Affected,
  impact: Impact,
  indent: string,
  isLast: boolean,
  colors: Colors,
): string[] {
  const { head, names } = extent(hurt)
  const inner = `${indent}${isLast ? '   ' : '│  '}`
  const others = hurt.through.filter((name) => name !== parentOf(hurt, impact))
  const also = others.length > 0 ? colors.dim(`, also through ${others.join(' and ')}`) : ''
  return [
    `${indent}${isLast ? '└─ ' : '├─ '}${colors.bold(hurt.relation)}: ${head}${also}`,
    ...wrap(names, `${inner}  `),
    ...printChildren(hurt.relation, impact, inner, colors),
  ]
}

/** A relation that is affected through several others is shown once, below the nearest. */
function parentOf(hurt: Affected, { relation, hurt: all }: Impact): string {
  if (hurt.through.includes(relation)) return relation
  return all.find((other) => hurt.through.includes(other.relation))?.relation ?? relation
}

function printChildren(relation: string, impact: Impact, indent: string, colors: Colors): string[] {
  const children = impact.hurt.filter((hurt) => parentOf(hurt, impact) === relation)
  return children.flatMap((hurt, i) => printNode(hurt, impact, indent, i === children.length - 1, colors))
}

/** Prints each changed relation with its changed rows and columns, and a tree of what it affects. */
export function printImpact(impacts: readonly Impact[], colors: Colors): string {
  const lines = impacts.flatMap((impact) => {
    const { head, names } = extent(impact)
    const end = impact.hurt.length > 0 ? '' : colors.dim(', read by nothing else')
    return [
      `${colors.bold(impact.relation)}: ${head}${end}`,
      ...wrap(names, '  '),
      ...printChildren(impact.relation, impact, '', colors),
    ]
  })
  if (lines.length === 0) return ''
  return ['What changes, and what it affects downstream:', ...lines].map((line) => `${line}\n`).join('')
}
