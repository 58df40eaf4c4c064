import { describe, expect, test } from 'vitest'
import { analyzeSource, analyzeView } from '../../src/analyze/index.js'
import { analyzeProject } from '../support/analyze-project.js'
import type { AnalyzedRelation } from '../../src/model/analyzed-project.js'
import { readNodeTree } from '../../src/pgtree/index.js'
import type { Catalogs, ResolvedView } from '../../src/resolve/index.js'
import { project, source, view } from '../analyze/support/project.js'

const int4 = { schema: 'pg_catalog', name: 'int4', sql: 'integer' }
const relation = 100

const catalogs: Catalogs = {
  functions: new Map(),
  operators: new Map(),
  types: new Map(),
  relations: new Map([[relation, { schema: 's', name: 't', columns: ['a', 'b'] }]]),
}

const column = (attno: number): string =>
  `{VAR :varno 1 :varattno ${attno} :vartype 23 :vartypmod -1 :varcollid 0 :varnullingrels (b) :varlevelsup 0 :location -1}`
const target = (expr: string): string =>
  `{TARGETENTRY :expr ${expr} :resno 1 :resname x :ressortgroupref 0 :resjunk false}`
const tree = (...exprs: readonly string[]): string =>
  `({QUERY :commandType 1 :hasAggs false :hasTargetSRFs false :hasDistinctOn false :cteList <> :rtable ({RANGETBLENTRY :eref {ALIAS ` +
  `:aliasname t :colnames ("a" "b")} :rtekind 0 :relid ${relation}}) :jointree {FROMEXPR :fromlist ({RANGETBLREF ` +
  `:rtindex 1}) :quals <>} :targetList (${exprs.map(target).join(' ')}) :groupClause <> :groupingSets <> :havingQual <> ` +
  `:windowClause <> :distinctClause <> :sortClause <> :limitOffset <> :limitCount <> :limitOption 0 :rowMarks <> :setOperations <>})`

const resolved = (text: string, columns: readonly string[]): ResolvedView => ({
  schema: 's',
  name: 'v',
  columns: columns.map((name) => ({ name, type: int4, notNull: false })),
  tree: readNodeTree(text),
  viewdef: ' SELECT 1;',
})

const table = source('s.t', ['a integer NOT NULL', 'b integer'], ['a'])
const analyzedTable = analyzeSource(table, {
  schema: 's',
  name: 't',
  columns: [
    { name: 'a', type: int4, notNull: true },
    { name: 'b', type: int4, notNull: false },
  ],
})
const known = new Map<string, AnalyzedRelation>([['s.t', analyzedTable]])

describe('analyzeSource', () => {
  test('takes types and nullability from Postgres and the rest from the declaration', () => {
    expect(analyzedTable).toEqual({
      kind: 'source',
      schema: 's',
      name: 't',
      comment: 'Source s.t.',
      columns: [
        { name: 'a', type: int4, nullability: { nullable: false }, comment: 'Column a.', lineage: [] },
        {
          name: 'b',
          type: int4,
          nullability: { nullable: true, because: 'source column s.t.b is nullable' },
          comment: 'Column b.',
          lineage: [],
        },
      ],
      dependsOn: [],
      rowLineage: [],
      leaks: [],
      uniqueKeys: [['a']],
      key: ['a'],
      viewdef: null,
      place: { file: 'views/sources.ts', line: 1 },
    })
  })
})

describe('analyzeView', () => {
  test('passes on what is known of the relations read', () => {
    const declared = view('s.v', '', ['s.t'], ['p', 'q'])
    const { relation: found, diagnostics } = analyzeView(
      resolved(tree(column(1), column(2)), ['p', 'q']),
      catalogs,
      known,
      declared,
    )
    expect(diagnostics).toEqual([])
    expect(found).toEqual({
      kind: 'view',
      schema: 's',
      name: 'v',
      comment: 'View s.v.',
      columns: [
        {
          name: 'p',
          type: int4,
          nullability: { nullable: false },
          comment: 'Column p.',
          lineage: [{ relation: 's.t', column: 'a' }],
        },
        {
          name: 'q',
          type: int4,
          nullability: { nullable: true, because: 'source column s.t.b is nullable' },
          comment: 'Column q.',
          lineage: [{ relation: 's.t', column: 'b' }],
        },
      ],
      dependsOn: [{ schema: 's', name: 't' }],
      rowLineage: [],
      leaks: [],
      uniqueKeys: [['x', 'x']],
      readPaths: [{ relation: 's.t', columns: [] }],
      key: [],
      viewdef: ' SELECT 1;',
      place: { file: 'views/views.ts', line: 2 },
    })
    expect(JSON.parse(JSON.stringify(found))).toEqual(found)
  })

  test('an unknown kind of node is a diagnostic, and its column nullable', () => {
    const text = tree(`{NEWTHING :arg ${column(1)}}`, column(1))
    const { relation: found, diagnostics } = analyzeView(
      resolved(text, ['p', 'q']),
      catalogs,
      known,
      view('s.v', '', ['s.t'], ['p', 'q']),
    )
    expect(diagnostics).toMatchObject([
      {
        code: 'FS203',
        place: { file: 'views/views.ts', line: 2, relation: 's.v' },
        message: 'The query of s.v contains a node of kind NEWTHING, which the analysis does not support.',
      },
    ])
    expect(found.columns.map(({ nullability }) => nullability)).toEqual([
      { nullable: true, because: 'node kind NEWTHING is not known to this analysis' },
      { nullable: false },
    ])
    // Nothing is known of how it uses its parts.
    expect(found.columns[0]?.lineage).toEqual([{ relation: 's.t', column: 'a', role: 'both' }])
  })

  test('says when Postgres gives other columns than were declared', () => {
    const given = resolved(tree(column(1), column(2)), ['p', 'r'])
    const of = (columns: readonly string[]) =>
      analyzeView(given, catalogs, known, view('s.v', '', ['s.t'], columns)).diagnostics
    expect(of(['p', 'q'])).toMatchObject([
      {
        code: 'FS204',
        message: 'Column 2 of s.v is declared as q, but Postgres returns r.',
        place: { column: 'q' },
      },
    ])
    expect(of(['p'])).toMatchObject([
      { message: 'Column 2 of s.v is declared as nothing, but Postgres returns r.' },
    ])
    expect(of(['p', 'r'])).toEqual([])
  })

  test('a relation of which nothing is known reads nullable', () => {
    const { relation: found } = analyzeView(
      resolved(tree(column(1)), ['p']),
      catalogs,
      new Map(),
      view('s.v', '', [], ['p']),
    )
    expect(found.columns[0]?.nullability).toEqual({
      nullable: true,
      because: 's.t is not a relation of this project',
    })
  })
})

describe('analyzeProject', () => {
  test('takes over what was analyzed before, in the order of the project', () => {
    const declared = project([table], [view('s.u', '', ['s.t'], []), view('s.v', '', ['s.t'], ['p'])])
    const before: AnalyzedRelation = { ...analyzedTable, kind: 'view', name: 'u' }
    const { project: analyzed } = analyzeProject(
      declared,
      { sources: [], views: [resolved(tree(column(1)), ['p'])], contracts: [], catalogs, diagnostics: [] },
      new Map([...known, ['s.u', before]]),
    )
    expect(analyzed.relations.map(({ name }) => name)).toEqual(['t', 'u', 'v'])
    expect(analyzed.relations[1]).toBe(before)
    expect(analyzed.relations[2]?.columns[0]?.nullability).toEqual({ nullable: false })
  })
})
