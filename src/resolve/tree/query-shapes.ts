/** The nodes that hold a query together, with the fields that the passes read; see `expression-shapes.ts`. */
export const queryShapes = {
  QUERY: {
    commandType: 'int',
    hasAggs: 'bool',
    hasTargetSRFs: 'bool',
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
    rowMarks: 'nodes',
    setOperations: 'setOperation',
  },
  TARGETENTRY: { expr: 'expr', resno: 'int', resname: 'text', ressortgroupref: 'int', resjunk: 'bool' },
  FROMEXPR: { fromlist: 'froms', quals: 'expr' },
  JOINEXPR: { jointype: 'int', larg: 'from', rarg: 'from', quals: 'expr', rtindex: 'int' },
  RANGETBLREF: { rtindex: 'int' },
  SETOPERATIONSTMT: { op: 'int', all: 'bool', larg: 'setOperation', rarg: 'setOperation' },
  ALIAS: { aliasname: 'text' },
  RANGETBLFUNCTION: { funcexpr: 'expr', funccolcount: 'int' },
  TABLEFUNC: {
    docexpr: 'expr',
    rowexpr: 'expr',
    colexprs: 'exprs',
    coldefexprs: 'exprs',
    passingvalexprs: 'exprs',
  },
  TABLESAMPLECLAUSE: { args: 'exprs', repeatable: 'expr' },
  COMMONTABLEEXPR: { ctename: 'text', ctequery: 'query', cterecursive: 'bool' },
  SORTGROUPCLAUSE: { tleSortGroupRef: 'int' },
  GROUPINGSET: { kind: 'int', content: 'groupingSets' },
  WINDOWCLAUSE: {
    partitionClause: 'sortGroups',
    orderClause: 'sortGroups',
    frameOptions: 'int',
    startOffset: 'expr',
    endOffset: 'expr',
    winref: 'int',
  },
  ROWMARKCLAUSE: { rti: 'int' },
  CASEWHEN: { expr: 'expr', result: 'expr' },
} as const

/**
 * A range table entry writes only the fields of its `rtekind`, so none but that one is required; a missing one reads
 * as empty, and everything read through it is then unknown.
 */
export const rangeTableShape = {
  RANGETBLENTRY: {
    rtekind: 'int',
    eref: 'alias',
    relid: 'relation',
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
