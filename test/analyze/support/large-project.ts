import type { CompiledProject } from '../../../src/model/compiled-project.js'
import { project, source, view } from './project.js'

const columns = 30

/** Views of 30 columns in chains of six, each column computed out of two columns of the view before it. */
export const largeProject = (count: number): CompiledProject => {
  const names = Array.from({ length: columns }, (_, at) => `c${at}`)
  const base = source(
    's.base',
    ['id bigint NOT NULL', ...names.slice(1).map((name) => `${name} integer`)],
    ['id'],
  )
  const views = Array.from({ length: count }, (_, at) => {
    const isFirst = at % 6 === 0
    const from = isFirst ? 's.base' : `s.v${at - 1}`
    const key = isFirst ? 'id AS c0' : 'c0'
    const inner = names
      .slice(1)
      .map((name, i) => expression(name, names[1 + ((i + 1) % (columns - 1))] ?? name, i))
    const outer = names
      .slice(1)
      .map((name, i) => (i % 3 === 0 ? `coalesce(q.${name}, 0) AS ${name}` : `q.${name}`))
    const select = `SELECT q.c0, ${outer.join(', ')} FROM (SELECT b.${key}, ${inner.join(', ')} FROM ${from} AS b WHERE b.c1 IS NULL OR b.c1 > ${at}) AS q`
    return view(`s.v${at}`, select, [from], names)
  })
  return project([base], views)
}

const expression = (name: string, other: string, at: number): string => {
  const [x, y] = [`b.${name}`, `b.${other}`]
  switch (at % 5) {
    case 0:
      return `coalesce(${x}, ${y}, 0) AS ${name}`
    case 1:
      return `CASE WHEN ${x} > 10 THEN ${x} WHEN ${y} IS NOT NULL THEN ${y} ELSE 0 END AS ${name}`
    case 2:
      return `greatest(${x} + 1, ${y}) AS ${name}`
    case 3:
      return `CASE WHEN ${x} IS NOT NULL AND ${y} > 3 THEN ${x} * ${y} END AS ${name}`
    default:
      return `${x} AS ${name}`
  }
}
