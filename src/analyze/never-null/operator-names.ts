const words = (text: string): readonly string[] => text.trim().split(/\s+/)

/**
 * Built-in operators that give a value or an error, never NULL, for operands that are not NULL: for every pair of
 * types but the exceptions below. Comparisons are not listed: the catalog tells those. The tests try each pair.
 */
export const neverNullOperators: ReadonlySet<string> = new Set(
  words(`
    + - * / % ^ |/ ||/ @ & | # ~ << >> ||
    ~~ !~~ ~~* !~~* !~ ~* !~* ^@
    && @> <@ ? ?| ?& @@ #- -|- &< &>
  `),
)

/** Pairs that can give NULL: paths that cannot be joined, figures that do not meet, a JSON path that gives no boolean. */
export const operatorExceptions: ReadonlySet<string> = new Set([
  '+(path,path)',
  '#(box,box)',
  '#(lseg,lseg)',
  '#(line,line)',
  '@@(jsonb,jsonpath)',
])
