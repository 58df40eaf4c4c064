import type { ExplainedStored } from '../../../app/explain/explanation.js'
import { type Layout, paragraph, table } from './layout.js'

const HOW = {
  full: 'a materialized view, which a refresh computes whole',
  triggers: 'a table; triggers record changes, and a refresh computes the rows that they affect',
  compare: 'a table; a refresh computes the whole view and writes the rows that differ',
} as const

type Tracked = ExplainedStored['tracked'][number]

/** Which rows a change of a relation affects, in words. */
const affected = ({ paths, declared }: Tracked): string =>
  paths === null
    ? 'every row'
    : paths
        .map((path) => path.map(([stored, column]) => `${stored} = its ${column}`).join(' and '))
        .join('; or ') + (declared ? ' (declared)' : '')

/** How the rows of a view are kept, and what a change of each source affects. */
export function storedBody(stored: ExplainedStored, layout: Layout): string {
  const { live, key, indexes, maxAge, refresh, track, tracked } = stored
  const how = refresh === 'full' ? HOW.full : HOW[track]
  const further = indexes.map((columns) => columns.join(', ')).join('; ')
  return [
    paragraph(`The rows of ${live}: ${how}.`, layout, '  '),
    paragraph(`Key ${key.join(', ')}${further === '' ? '' : `; indexes ${further}`}.`, layout, '  '),
    paragraph(`Guards refuse its readers when it is more than ${maxAge} behind.`, layout, '  '),
    table(
      ['a change of', 'affects rows with'],
      tracked.map((one) => [one.relation, affected(one)]),
      layout,
    ),
  ].join('')
}
