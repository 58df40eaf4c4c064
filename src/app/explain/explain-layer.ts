import type { ColumnOrigin, Declarations, Declared } from '../../compile/index.js'
import type { ColumnRef } from '../../model/analyzed-project.js'
import type { AnalyzedInMemory } from '../build/pipeline.js'
import { explainInvariants } from './explain-invariants.js'
import { placeOf } from './explain-reasons.js'
import type {
  ExplainedLayer,
  ExplainedNested,
  ExplainedNestedColumn,
  ExplainedOrigin,
} from './explanation.js'

/** The input for explaining a target. */
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

/** Names of the declarations that read a declaration. */
const readersOf = (name: string, { all }: Declarations): readonly string[] =>
  all.filter(({ reads }) => reads.includes(name)).map((reader) => reader.name)

/** Explains a layer or aggregate. It is not an object of the database. */
export const explainNested = (
  declared: Declared,
  { declarations, analyzed }: ExplainInput,
): ExplainedNested => ({
  format: 1,
  ...explainedLayer(declared),
  readBy: readersOf(declared.name, declarations),
  views: declarations.all
    .filter(
      ({ kind, name }) =>
        kind === 'view' && declarations.layersOf(name).some((layer) => layer.name === declared.name),
    )
    .map(({ name }) => name),
  invariants: explainInvariants(analyzed.invariants, [{ relation: declared.name }]),
})

export const explainedPath = (path: readonly ColumnOrigin[]): readonly ExplainedOrigin[] =>
  path.map(({ place, ...origin }) => ({ ...origin, place: place && placeOf(place) }))

/** Explains a column of a layer or aggregate. */
export function explainNestedColumn(
  declared: Declared,
  column: string,
  { declarations, analyzed }: ExplainInput,
): ExplainedNestedColumn {
  const path = declarations.originOf(declared.name, column)
  return {
    format: 1,
    kind: 'layer column',
    relation: declared.name,
    name: column,
    comment: declared.columns.find(({ name }) => name === column)?.comment ?? '',
    path: explainedPath(path),
    forms: { plain: path.at(-1)?.plain ?? null },
    invariants: explainInvariants(analyzed.invariants, [{ relation: declared.name, column }, ...path]),
    becomes: becomesOf(declared.name, column, declarations),
  }
}

/** Columns of views that pass on a column of a layer or aggregate. */
export const becomesOf = (
  layer: string,
  column: string,
  declarations: Declarations,
): readonly ColumnRef[] => {
  const passesIt = (relation: string, name: string): boolean =>
    declarations.originOf(relation, name).some((one) => one.relation === layer && one.column === column)
  return declarations.all
    .filter(({ kind }) => kind === 'view')
    .flatMap((view) =>
      view.columns
        .filter(({ name }) => passesIt(view.name, name))
        .map(({ name }) => ({ relation: view.name, column: name })),
    )
}
