import { type Expression, jsonConstructor } from '../../pgtree/index.js'
import { inferAll } from './call-rules.js'
import { inferColumn } from './infer-column.js'
import type { Pass, Point, Rules } from './scope.js'
import { canBeNull, notNull } from './verdict.js'

const passedOn = (arg: Expression | null, point: Point, pass: Pass) =>
  arg === null ? canBeNull('nothing is known of this value') : pass.infer(arg, point)

/** Columns, constants and the conversions and constructors of values. */
export const valueRules: Rules<
  | 'VAR'
  | 'CONST'
  | 'RELABELTYPE'
  | 'COERCEVIAIO'
  | 'ARRAYCOERCEEXPR'
  | 'CONVERTROWTYPEEXPR'
  | 'COLLATEEXPR'
  | 'COERCETODOMAIN'
  | 'COERCETODOMAINVALUE'
  | 'ARRAYEXPR'
  | 'ROWEXPR'
  | 'SUBSCRIPTINGREF'
  | 'FIELDSELECT'
  | 'FIELDSTORE'
  | 'XMLEXPR'
  | 'JSONVALUEEXPR'
  | 'JSONCONSTRUCTOREXPR'
  | 'JSONISPREDICATE'
  | 'JSONEXPR'
  | 'JSONBEHAVIOR'
  | 'SETTODEFAULT'
  | 'CURRENTOFEXPR'
  | 'UNKNOWN'
> = {
  VAR: inferColumn,

  CONST: ({ constisnull }) => (constisnull ? canBeNull('constant NULL') : notNull),

  RELABELTYPE: ({ arg }, point, pass) => passedOn(arg, point, pass),
  // The executor itself sees to it that an input function gives NULL for NULL and for nothing else.
  COERCEVIAIO: ({ arg }, point, pass) => passedOn(arg, point, pass),
  ARRAYCOERCEEXPR: ({ arg }, point, pass) => passedOn(arg, point, pass),
  CONVERTROWTYPEEXPR: ({ arg }, point, pass) => passedOn(arg, point, pass),
  COLLATEEXPR: ({ arg }, point, pass) => passedOn(arg, point, pass),

  // The cast to a NOT NULL domain fails on NULL. A column of such a domain can be NULL: nothing is cast to read it.
  COERCETODOMAIN: ({ arg, resulttype }, point, pass) =>
    pass.catalogs.types.get(resulttype)?.notNullDomain ? notNull : passedOn(arg, point, pass),
  COERCETODOMAINVALUE: () => canBeNull('the value under a domain check'),

  ARRAYEXPR: () => notNull,
  ROWEXPR: () => notNull,
  SUBSCRIPTINGREF: () => canBeNull('there may be no such element'),
  FIELDSELECT: () => canBeNull('a field of a composite value may be NULL'),
  FIELDSTORE: () => notNull,

  XMLEXPR: () => canBeNull('an XML expression may give NULL'),

  JSONVALUEEXPR: ({ formatted_expr: formatted, raw_expr: raw }, point, pass) =>
    passedOn(formatted ?? raw, point, pass),

  JSONCONSTRUCTOREXPR: ({ type, func, args, coercion }, point, pass) => {
    const isBuilt = type === jsonConstructor.object || type === jsonConstructor.array
    const own = isBuilt ? notNull : func === null ? inferAll(args, point, pass) : pass.infer(func, point)
    if (own.nullable || coercion === null) return own
    return pass.infer(coercion, { ...point, placeholder: { kind: 'notNull' } })
  },

  JSONISPREDICATE: ({ expr }, point, pass) => passedOn(expr, point, pass),
  JSONEXPR: () => canBeNull('the JSON path may find nothing'),
  JSONBEHAVIOR: () => canBeNull('the JSON path may find nothing'),

  SETTODEFAULT: () => canBeNull('a default value'),
  CURRENTOFEXPR: () => canBeNull('CURRENT OF'),
  UNKNOWN: ({ name }) => canBeNull(`node kind ${name} is not known to this analysis`),
}
