import { OUTPUTS, quoted } from './columns.js'
import { SHAPES } from './shapes.js'
import type { ViewPlan } from './view-plan.js'

/** How a view refers to the views it reads: by their modules, or by their names and generated row types. */
export type Linking = 'imported' | 'published'

/** The module of one view. */
export function viewModule(plan: ViewPlan, linking: Linking): string {
  const { id } = plan
  const body = `${SHAPES[plan.shape](plan)}
export const v${id} = view('synth.v_${id}', 'Feature ${id}, one row per item.', { base }, (db) =>
  db.selectFrom('base').select([${quoted(OUTPUTS)}]),
)
`
  const linked = [...new Set(plan.parents)].filter((parent) => new RegExp(`\\bv${parent}\\b`).test(body))
  const parents = plan.level === 1 ? [] : linked
  const declared = linking === 'imported' ? '' : parents.map(publishedView).join('')
  const text = declared + body
  const imports = [
    `import { ${API.filter((name) => new RegExp(`\\b${name}[(<]`).test(text)).join(', ')} } from 'fusion-store'`,
    ...(/items\d|events\d|KEY/.test(body) ? [`import { ${sourceNames(body)} } from './sources.js'`] : []),
    ...parents.map((parent) =>
      linking === 'imported'
        ? `import { v${parent} } from './v_${parent}.js'`
        : `import type { V${parent}Row } from '../generated/rows.js'`,
    ),
  ]
  return `${imports.join('\n')}\n${text}`
}

const publishedView = (id: string): string => `const v${id} = published<V${id}Row>('synth.v_${id}')\n`

const sourceNames = (body: string): string =>
  [...new Set(body.match(/\b(?:items\d+|events\d+|KEY)\b/g))].toSorted().join(', ')

/** The parts of the declaration API that a module may need. */
const API = [
  'aggregate',
  'allOf',
  'anyOf',
  'bucket',
  'column',
  'countRows',
  'countWhere',
  'firstKnown',
  'firstOf',
  'isJsonObject',
  'isKnown',
  'isNotTrue',
  'isTrue',
  'jsonFlag',
  'jsonInteger',
  'jsonMember',
  'jsonText',
  'layer',
  'maxWhere',
  'meanWhere',
  'minWhere',
  'not',
  'onlyWhen',
  'published',
  'raisedTo',
  'ratio',
  'view',
]
