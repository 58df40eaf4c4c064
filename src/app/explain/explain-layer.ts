import type { Declarations, Declared } from '../../compile/index.js'
import type { AnalyzedInMemory } from '../build/pipeline.js'
import { placeOf } from './explain-reasons.js'
import type { ExplainedLayer, ExplainedNested } from './explanation.js'

/** What the explanation of one target is made of. */
export interface ExplainInput extends AnalyzedInMemory {
  readonly declarations: Declarations
}

export const explainedLayer = ({
  kind,
  name,
  comment,
  place,
  reads,
  columns,
  plain,
}: Declared): ExplainedLayer => ({
  kind: kind === 'aggregate' ? kind : 'layer',
  name,
  comment,
  place: placeOf(place),
  reads,
  columns,
  plain: plain ?? null,
})

/** Names of the declarations that read one. */
const readersOf = (name: string, { all }: Declarations): readonly string[] =>
  all.filter(({ reads }) => reads.includes(name)).map((reader) => reader.name)

/** What is known of a layer or aggregate, which is no object of the database. */
export const explainNested = (declared: Declared, { declarations }: ExplainInput): ExplainedNested => ({
  format: 1,
  ...explainedLayer(declared),
  readBy: readersOf(declared.name, declarations),
  views: declarations.all
    .filter(
      ({ kind, name }) =>
        kind === 'view' && declarations.layersOf(name).some((layer) => layer.name === declared.name),
    )
    .map(({ name }) => name),
})
