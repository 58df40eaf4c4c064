import { frameColumn, type FrameKind } from '../../../emit/index.js'
import type { AnalyzedColumn, AnalyzedRelation } from '../../../model/analyzed-project.js'
import { displayName } from '../../../model/relation-name.js'
import { exportedColumns } from './exported-columns.js'

/** A file of a data set. */
export interface CroissantFile {
  /** Path relative to the folder of the description, with `/` between its parts. */
  readonly path: string
  /** In lower-case hexadecimal digits. */
  readonly sha256: string
  readonly bytes: number
}

export interface CroissantInput {
  readonly name: string
  readonly description: string
  /** URL of the license, or its SPDX identifier. */
  readonly license?: string
  /** Where the data set is described. */
  readonly url?: string
  readonly version?: string
  /** ISO 8601. */
  readonly datePublished?: string
  /** The relation that the rows are of. */
  readonly relation: AnalyzedRelation
  /** Columns of the relation that the files have, in their order; absent: all. */
  readonly columns?: readonly string[]
  /** Parquet files that have the rows together; at least one. */
  readonly files: readonly CroissantFile[]
}

type DataType = 'sc:Integer' | 'sc:Float' | 'sc:Boolean' | 'sc:Text' | 'sc:DateTime' | 'sc:Date'

interface Reference {
  readonly '@id': string
}

export interface CroissantFileObject extends Reference {
  readonly '@type': 'cr:FileObject'
  readonly name: string
  readonly contentUrl: string
  readonly contentSize: string
  readonly encodingFormat: string
  readonly sha256: string
}

export interface CroissantFileSet extends Reference {
  readonly '@type': 'cr:FileSet'
  readonly name: string
  readonly containedIn: readonly Reference[]
  readonly encodingFormat: string
  readonly includes: string
}

export interface CroissantField extends Reference {
  readonly '@type': 'cr:Field'
  readonly name: string
  readonly description: string
  readonly dataType: DataType
  readonly source: {
    readonly fileObject?: Reference
    readonly fileSet?: Reference
    readonly extract: { readonly column: string }
  }
}

/** A data set as Croissant 1.0 describes it, https://docs.mlcommons.org/croissant/docs/croissant-spec.html. */
export interface Croissant {
  readonly '@context': typeof CONTEXT
  readonly '@type': 'sc:Dataset'
  readonly conformsTo: 'http://mlcommons.org/croissant/1.0'
  readonly name: string
  readonly description: string
  readonly license?: string
  readonly url?: string
  readonly version?: string
  readonly datePublished?: string
  readonly distribution: readonly (CroissantFileObject | CroissantFileSet)[]
  readonly recordSet: readonly {
    readonly '@type': 'cr:RecordSet'
    readonly '@id': string
    readonly name: string
    readonly description: string
    /** Columns that tell the rows apart; absent where none are known to. */
    readonly key?: readonly Reference[]
    readonly field: readonly CroissantField[]
  }[]
}

/** As the specification gives it: a reader may compare it instead of resolving it. */
const CONTEXT = {
  '@language': 'en',
  '@vocab': 'https://schema.org/',
  citeAs: 'cr:citeAs',
  column: 'cr:column',
  conformsTo: 'dct:conformsTo',
  cr: 'http://mlcommons.org/croissant/',
  rai: 'http://mlcommons.org/croissant/RAI/',
  data: { '@id': 'cr:data', '@type': '@json' },
  dataType: { '@id': 'cr:dataType', '@type': '@vocab' },
  dct: 'http://purl.org/dc/terms/',
  examples: { '@id': 'cr:examples', '@type': '@json' },
  extract: 'cr:extract',
  field: 'cr:field',
  fileProperty: 'cr:fileProperty',
  fileObject: 'cr:fileObject',
  fileSet: 'cr:fileSet',
  format: 'cr:format',
  includes: 'cr:includes',
  isLiveDataset: 'cr:isLiveDataset',
  jsonPath: 'cr:jsonPath',
  key: 'cr:key',
  md5: 'cr:md5',
  parentField: 'cr:parentField',
  path: 'cr:path',
  recordSet: 'cr:recordSet',
  references: 'cr:references',
  regex: 'cr:regex',
  repeated: 'cr:repeated',
  replace: 'cr:replace',
  sc: 'https://schema.org/',
  separator: 'cr:separator',
  source: 'cr:source',
  subField: 'cr:subField',
  transform: 'cr:transform',
} as const

const PARQUET = 'application/vnd.apache.parquet'
const RECORDS = 'rows'
const FILES = 'files'

/** A numeric without a precision is text in a data file, as it is in `python/<name>.py`. */
const DATA_TYPES: Readonly<Record<FrameKind, DataType>> = {
  int16: 'sc:Integer',
  int32: 'sc:Integer',
  int64: 'sc:Integer',
  float32: 'sc:Float',
  float64: 'sc:Float',
  decimal: 'sc:Float',
  numeric: 'sc:Text',
  bool: 'sc:Boolean',
  string: 'sc:Text',
  category: 'sc:Text',
  timestamptz: 'sc:DateTime',
  timestamp: 'sc:DateTime',
  date: 'sc:Date',
  json: 'sc:Text',
  other: 'sc:Text',
}

/** An identifier is part of a URL. */
const fieldId = (column: string): string => `${RECORDS}/${encodeURIComponent(column)}`

function fileObject({ path, sha256, bytes }: CroissantFile): CroissantFileObject {
  return {
    '@type': 'cr:FileObject',
    '@id': path,
    name: path,
    contentUrl: path.split('/').map(encodeURIComponent).join('/'),
    contentSize: `${bytes} B`,
    encodingFormat: PARQUET,
    sha256,
  }
}

/** A field has exactly one source, so several files are combined into a set. */
const fileSet = (files: readonly CroissantFile[]): CroissantFileSet => ({
  '@type': 'cr:FileSet',
  '@id': FILES,
  name: FILES,
  containedIn: files.map(({ path }) => ({ '@id': path })),
  encodingFormat: PARQUET,
  includes: '*.parquet',
})

/** The first key of which every column is in the files. */
function keyOf({ key, uniqueKeys }: AnalyzedRelation, columns: readonly AnalyzedColumn[]): readonly string[] {
  const names = new Set(columns.map(({ name }) => name))
  const keys = key.length > 0 ? [key, ...uniqueKeys] : uniqueKeys
  return keys.find((one) => one.length > 0 && one.every((name) => names.has(name))) ?? []
}

/**
 * The description of exported files, for a file `croissant.json` beside them.
 *
 * @throws RangeError if there is no file, or a column that the relation does not have.
 */
export function croissant(input: CroissantInput): Croissant {
  const { name, description, license, url, version, datePublished, relation, files } = input
  const [first] = files
  if (first === undefined) throw new RangeError('a data set has at least one file')
  const columns = exportedColumns(relation, input.columns)
  const key = keyOf(relation, columns)
  const source = files.length === 1 ? { fileObject: { '@id': first.path } } : { fileSet: { '@id': FILES } }
  return {
    '@context': CONTEXT,
    '@type': 'sc:Dataset',
    conformsTo: 'http://mlcommons.org/croissant/1.0',
    name,
    description,
    ...(license !== undefined && { license }),
    ...(url !== undefined && { url }),
    ...(version !== undefined && { version }),
    ...(datePublished !== undefined && { datePublished }),
    distribution: [...files.map(fileObject), ...(files.length > 1 ? [fileSet(files)] : [])],
    recordSet: [
      {
        '@type': 'cr:RecordSet',
        '@id': RECORDS,
        name: displayName(relation),
        description: relation.comment,
        ...(key.length > 0 && { key: key.map((column) => ({ '@id': fieldId(column) })) }),
        field: columns.map((column) => ({
          '@type': 'cr:Field',
          '@id': fieldId(column.name),
          name: column.name,
          description: column.comment,
          dataType: DATA_TYPES[frameColumn(column).kind],
          source: { ...source, extract: { column: column.name } },
        })),
      },
    ],
  }
}
