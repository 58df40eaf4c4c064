/** The part of OpenLineage 2-0-2 that an export uses, https://openlineage.io/docs/spec/object-model. */
export interface RunEvent {
  readonly eventType: 'COMPLETE'
  /** When the run ended, ISO 8601. */
  readonly eventTime: string
  readonly producer: string
  readonly schemaURL: string
  readonly job: { readonly namespace: string; readonly name: string }
  readonly run: { readonly runId: string; readonly facets: { readonly nominalTime: NominalTimeFacet } }
  readonly inputs: readonly Dataset[]
  readonly outputs: readonly OutputDataset[]
}

export interface Facet {
  readonly _producer: string
  readonly _schemaURL: string
}

export interface NominalTimeFacet extends Facet {
  readonly nominalStartTime: string
  readonly nominalEndTime: string
}

export interface SchemaFacet extends Facet {
  readonly fields: readonly { readonly name: string; readonly type: string; readonly description: string }[]
}

export interface DatasourceFacet extends Facet {
  readonly name: string
  readonly uri: string
}

export interface Dataset {
  readonly namespace: string
  readonly name: string
  readonly facets: { readonly schema: SchemaFacet; readonly dataSource: DatasourceFacet }
}

/** How a column flows into another one: its value becomes a part of it, or decides about it. */
export interface Transformation {
  readonly type: 'DIRECT' | 'INDIRECT'
}

export interface InputField {
  readonly namespace: string
  readonly name: string
  readonly field: string
  readonly transformations: readonly Transformation[]
}

export interface ColumnLineageFacet extends Facet {
  /** By column of the output. */
  readonly fields: Readonly<Record<string, { readonly inputFields: readonly InputField[] }>>
  /** What affects all columns; absent when nothing does. */
  readonly dataset?: readonly InputField[]
}

export interface OutputDataset {
  readonly namespace: string
  readonly name: string
  readonly facets: Dataset['facets'] & { readonly columnLineage: ColumnLineageFacet }
  readonly outputFacets: {
    readonly outputStatistics: Facet & {
      readonly rowCount: number
      readonly size: number
      readonly fileCount: number
    }
  }
}
