import type { ExplainedInvariant } from '../../../app/explain/explanation.js'
import { valueText } from '../../../model/value-text.js'
import { type Layout, paragraph } from './layout.js'

/** Each invariant with its verdict and, if it is refuted, the rows that break it. */
export const invariantBody = (invariants: readonly ExplainedInvariant[], layout: Layout): string =>
  invariants
    .flatMap(({ of, name, comment, verdict, because, counterexample }) => [
      paragraph(`${of}.${name}: ${verdict}`, layout, '  '),
      paragraph(comment, layout, '    '),
      paragraph(`${because}${counterexample.length > 0 ? ':' : ''}`, layout, '    '),
      ...counterexample.map((row) => paragraph(rowText(row), layout, '      ')),
    ])
    .join('')

const rowText = ({ relation, values }: ExplainedInvariant['counterexample'][number]): string => {
  const cells = Object.entries(values).map(([name, value]) => `${name} = ${valueText(value)}`)
  return `${relation}: ${cells.length > 0 ? cells.join(', ') : 'a row of NULLs'}`
}
