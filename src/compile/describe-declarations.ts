import type { ProjectDeclaration } from '../declare/project.js'
import type { Declaration, QueryDeclaration } from '../declare/relation.js'
import type { Place } from '../model/diagnostic.js'
import { collectDeclarations, inputsOf } from './collect-declarations.js'
import { DiagnosticCollector, type Locate } from './context.js'
import { linkReferences } from './link-references.js'
import { stationPlace } from './places/column-place.js'
import { columnPath } from './places/column-path.js'
import { plainExpression, plainSql } from './reading/plain-sql.js'
import { createOutputsOf } from './scope/outputs.js'

/** What a project declares under a name, as its author wrote it. */
export interface Declared {
  readonly kind: 'source' | 'view' | 'layer' | 'aggregate'
  readonly name: string
  readonly comment: string
  readonly place: Place
  /** Names of the declarations that it reads, in order. */
  readonly reads: readonly string[]
  /** In output order. */
  readonly columns: readonly { readonly name: string; readonly comment: string }[]
  /** The plain SELECT of a layer or view. Computed on first access. */
  readonly plain?: string
}

/** A declaration that a column passes through, and what it does to it. */
export interface ColumnOrigin {
  readonly relation: string
  readonly kind: Declared['kind']
  readonly column: string
  /** Where it is computed; null where it is only passed on. */
  readonly place: Place | null
  /** The expression in Kysely's own text; null where it is only passed on. */
  readonly plain: string | null
}

/** Answers questions about the declarations of a project. */
export interface Declarations {
  /** Each after all that it reads. */
  readonly all: readonly Declared[]
  /** The layers and aggregates of a view, in the order of computation. */
  layersOf(view: string): readonly Declared[]
  /** The path of a column from the declaration down to where it is computed. */
  originOf(relation: string, column: string): readonly ColumnOrigin[]
}

/** The declarations of a project that compiles without a diagnostic. */
export function describeDeclarations(config: ProjectDeclaration, locate: Locate): Declarations {
  const outputsOf = createOutputsOf()
  const declarations = collectDeclarations(linkReferences(config, new DiagnosticCollector())).filter(isNamed)
  const all = declarations.map((declaration): Declared => {
    const { kind, name, comment, site } = declaration
    return {
      kind,
      name,
      comment,
      place: locate(site),
      reads: inputsOf(declaration).flatMap(([, input]) => input?.name ?? []),
      columns: (outputsOf(declaration) ?? []).map((column) => ({
        name: column.name,
        comment: column.comment,
      })),
      ...((kind === 'layer' || kind === 'view') && {
        get plain() {
          return plainSql(declaration as QueryDeclaration, outputsOf)
        },
      }),
    }
  })
  const byName = new Map(declarations.map((declaration) => [declaration.name, declaration]))
  return {
    all,
    layersOf(view) {
      const nested = new Set<string>()
      const visit = (declaration: Declaration | undefined): void => {
        for (const [, input] of declaration ? inputsOf(declaration) : []) {
          if (input?.kind !== 'layer' && input?.kind !== 'aggregate') continue
          visit(input)
          nested.add(input.name)
        }
      }
      visit(byName.get(view))
      return all.filter(({ name }) => nested.has(name))
    },
    originOf(relation, column) {
      const declaration = byName.get(relation)
      if (!declaration) return []
      const path = columnPath(declaration, column, outputsOf)
      // The key of an aggregate is that of the row it is joined to, regardless of its own rows.
      const key = path.findIndex((station) => station.declaration.kind === 'aggregate' && !station.node)
      return path.slice(0, key < 0 ? undefined : key + 1).flatMap((station) => {
        const { declaration: of, node } = station
        if (of.kind === 'reference') return []
        const inputs = of.kind === 'layer' || of.kind === 'view' ? of.inputs : {}
        return {
          relation: of.name,
          kind: of.kind,
          column: station.column,
          place: stationPlace(station, locate) ?? null,
          plain: node ? plainExpression(node, inputs, outputsOf) : null,
        }
      })
    },
  }
}

type Named = Exclude<Declaration, { kind: 'reference' }>
const isNamed = (declaration: Declaration): declaration is Named => declaration.kind !== 'reference'
