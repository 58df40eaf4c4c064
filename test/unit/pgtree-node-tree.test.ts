import { describe, expect, test } from 'vitest'
import { readNodeTree, visitChildren } from '../../src/pgtree/index.js'
import { TextCursor } from '../../src/pgtree/text-cursor.js'

const query = (targets: string, more = ''): string =>
  `({QUERY :commandType 1 :querySource 0 :utilityStmt <> :hasAggs false :hasTargetSRFs false :hasDistinctOn false :cteList <> :rtable ` +
  `({RANGETBLENTRY :alias <> :eref {ALIAS :aliasname *SELECT*\\ 1 :colnames ("a b" "c\\(d" "" "e\\\\" "f"g")} ` +
  `:rtekind 0 :relid 4294967295 :inh true :relkind r}) :rteperminfos ({RTEPERMISSIONINFO :relid 1 :selectedCols (b 8 9)}) ` +
  `:jointree {FROMEXPR :fromlist ({RANGETBLREF :rtindex 1}) :quals <>} :targetList (${targets}) :groupClause <> ` +
  `:groupingSets <> :havingQual <> :windowClause <> :distinctClause <> :sortClause <> :limitOffset <> :limitCount <> :limitOption 0 ` +
  `:rowMarks <> :setOperations <>${more} :stmt_len -1})`
const target = (expr: string, name = 'x'): string =>
  `{TARGETENTRY :expr ${expr} :resno 1 :resname ${name} :ressortgroupref 0 :resorigtbl 0 :resjunk false}`
const column =
  '{VAR :varno 1 :varattno -7 :vartype 23 :vartypmod -1 :varcollid 0 :varnullingrels (b 3 12) :varlevelsup 0 :varnosyn 1 :location -1}'
const constant = '{CONST :consttype 25 :constisnull false :location -1 :constvalue 5 [ 20 0 -1 97 40 ]}'

describe('readNodeTree', () => {
  test('reads the fields of the shapes and passes over the rest', () => {
    const {
      query: read,
      oids,
      unknownKinds,
    } = readNodeTree(query(target(column) + ' ' + target(constant, '<>')))
    expect(unknownKinds).toEqual([])
    expect(read.targetList.map(({ expr, resname }) => [resname, expr])).toEqual([
      [
        'x',
        {
          kind: 'VAR',
          varno: 1,
          varattno: -7,
          vartype: 23,
          vartypmod: -1,
          varcollid: 0,
          varnullingrels: [3, 12],
          varlevelsup: 0,
          location: -1,
        },
      ],
      [
        null,
        {
          kind: 'CONST',
          consttype: 25,
          constisnull: false,
          constvalue: { text: '[ 20 0 -1 97 40 ]' },
          location: -1,
        },
      ],
    ])
    expect(read.rtable[0]?.eref?.aliasname).toBe('*SELECT* 1')
    expect(read.jointree).toEqual({
      kind: 'FROMEXPR',
      fromlist: [{ kind: 'RANGETBLREF', rtindex: 1 }],
      quals: null,
    })
    expect([...oids.relations]).toEqual([4294967295])
    expect([...oids.types]).toEqual([23, 25])
  })

  test.each([
    ['\\ a\\(b\\)', ' a(b)'],
    ['a"b', 'a"b'],
    ['\\<>', '<>'],
    ['""', ''],
    ['\\"', '"'],
    ['ä😀\\\\', 'ä😀\\'],
  ])('reads the name %s', (text, name) => {
    expect(readNodeTree(query(target(constant, text))).query.targetList[0]?.resname).toBe(name)
  })

  test('keeps a node of an unknown kind by name, with what is in it', () => {
    const unknown = `{NEWTHING :op 3 :name a\\ {b :arg ${column} :rest (${constant} {OTHER :x <>}) :list (i 1 2) :s "q\\)" :loc -1}`
    const { query: read, unknownKinds } = readNodeTree(query(target(unknown)))
    expect(unknownKinds).toEqual(['NEWTHING', 'OTHER'])
    const expr = read.targetList[0]?.expr
    expect(expr).toMatchObject({ kind: 'UNKNOWN', name: 'NEWTHING' })
    const children: string[] = []
    if (expr) visitChildren(expr, (child) => children.push(child.kind))
    expect(children).toEqual(['VAR', 'CONST', 'UNKNOWN'])
  })

  test('takes a node without a field that it needs for an unknown one', () => {
    const renamed = column.replace(':varnullingrels', ':nullers')
    const { query: read, unknownKinds } = readNodeTree(query(target(renamed)))
    expect(unknownKinds).toEqual(['VAR'])
    expect(read.targetList[0]?.expr).toEqual({ kind: 'UNKNOWN', name: 'VAR', children: [] })
  })

  test('reads fields in another order than before, and fields that it has not seen', () => {
    readNodeTree(query(target(column)))
    const other =
      '{VAR :varlevelsup 2 :extra {X :y 1} :varno 4 :varnullingrels (b) :varattno 5 :varcollid 0 :vartype 23 :vartypmod -1 :more ("a" "b") :location 7}'
    expect(readNodeTree(query(target(other))).query.targetList[0]?.expr).toEqual({
      kind: 'VAR',
      varno: 4,
      varattno: 5,
      vartype: 23,
      vartypmod: -1,
      varcollid: 0,
      varnullingrels: [],
      varlevelsup: 2,
      location: 7,
    })
  })

  test.each(['', '<>', '({RAWSTMT :stmt <>})', `${query(target(column)).slice(0, -1)} {QUERY :x 1})`])(
    'refuses what is no rule of a view: %.20s',
    (text) => expect(() => readNodeTree(text)).toThrow(/should be one QUERY|ends within/),
  )

  test('does not run past the end', () => {
    expect(() => readNodeTree('({QUERY :commandType 1 ')).toThrow(/ends within a node/)
    expect(() => readNodeTree('({QUERY :other {X :a (')).toThrow(/ends within/)
    expect(() => readNodeTree('({QUERY :rtable (')).toThrow(/ends within/)
    expect(() => new TextCursor('(i 1 x)').ints()).toThrow(/not a number/)
  })
})
