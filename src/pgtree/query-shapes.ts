/**
 * The structural nodes of a query, with the fields that the passes read; see `expression-shapes.ts`. `setKind` is `kind`
 * in the text, a name that every node already uses.
 */
export const queryShapes = {
  QUERY: {
    commandType: 'int',
    hasAggs: 'bool',
    hasTargetSRFs: 'bool',
    hasDistinctOn: 'bool',
    cteList: 'ctes',
    rtable: 'rangeTable',
    jointree: 'from',
    targetList: 'targets',
    groupClause: 'sortGroups',
    groupingSets: 'groupingSets',
    havingQual: 'expr',
    windowClause: 'windows',
    distinctClause: 'sortGroups',
    sortClause: 'sortGroups',
    limitOffset: 'expr',
    limitCount: 'expr',
    limitOption: 'int',
    rowMarks: 'nodes',
    setOperations: 'setOperation',
  },
  TARGETENTRY: { expr: 'expr', resno: 'int', resname: 'text', ressortgroupref: 'int', resjunk: 'bool' },
  FROMEXPR: { fromlist: 'froms', quals: 'expr' },
  JOINEXPR: { jointype: 'int', larg: 'from', rarg: 'from', quals: 'expr', rtindex: 'int' },
  RANGETBLREF: { rtindex: 'int' },
  SETOPERATIONSTMT: {
    op: 'int',
    all: 'bool',
    larg: 'setOperation',
    rarg: 'setOperation',
    colTypes: 'types',
    colCollations: 'ints',
  },
  ALIAS: { aliasname: 'text' },
  RANGETBLFUNCTION: { funcexpr: 'expr', funccolcount: 'int', funccoltypes: 'types' },
  TABLEFUNC: {
    docexpr: 'expr',
    rowexpr: 'expr',
    coltypes: 'types',
    colexprs: 'exprs',
    coldefexprs: 'exprs',
    colvalexprs: 'exprs',
    passingvalexprs: 'exprs',
    location: 'int',
  },
  TABLESAMPLECLAUSE: { args: 'exprs', repeatable: 'expr' },
  COMMONTABLEEXPR: { ctename: 'text', ctequery: 'query', cterecursive: 'bool' },
  SORTGROUPCLAUSE: { tleSortGroupRef: 'int', eqop: 'operator', sortop: 'operator', nulls_first: 'bool' },
  GROUPINGSET: { setKind: 'int', content: 'groupingSets' },
  WINDOWCLAUSE: {
    partitionClause: 'sortGroups',
    orderClause: 'sortGroups',
    frameOptions: 'int',
    startOffset: 'expr',
    endOffset: 'expr',
    startInRangeFunc: 'function',
    endInRangeFunc: 'function',
    winref: 'int',
  },
  ROWMARKCLAUSE: { rti: 'int' },
  JSONRETURNING: { typid: 'type' },
  CASEWHEN: { expr: 'expr', result: 'expr' },
} as const

/**
 * A range table entry contains only the fields of its `rtekind`, so only that field is required. A missing field is read
 * as empty, and everything read through it is unknown.
 */
export const rangeTableShape = {
  RANGETBLENTRY: {
    rtekind: 'int',
    eref: 'alias',
    relid: 'relation',
    inh: 'bool',
    subquery: 'query',
    joinaliasvars: 'exprs',
    functions: 'rangeFunctions',
    funcordinality: 'bool',
    tablefunc: 'tableFunction',
    values_lists: 'exprLists',
    ctename: 'text',
    ctelevelsup: 'int',
    groupexprs: 'exprs',
    tablesample: 'tableSample',
  },
} as const
