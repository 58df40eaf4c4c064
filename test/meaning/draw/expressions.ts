import { sql } from 'kysely'
import { jsonArrayFrom } from 'kysely/helpers/postgres'
import {
  allOf,
  anyOf,
  firstKnown,
  firstOf,
  isKnown,
  isNotTrue,
  isTrue,
  not,
  onlyWhen,
  orElse,
  ratio,
} from 'fusion-store'
import {
  any,
  bareId,
  bareInteger,
  eb,
  type ExpressionScope,
  literalOf,
  rawInteger,
  rawName,
  reference,
  refOf,
} from './references.js'
import type { Any, Kind } from './relations.js'

/** An expression of a kind; `depth` says how much may still be nested. */
export function drawExpression(scope: ExpressionScope, kind: Kind, depth: number): Any {
  const leaf = () => reference(scope, kind) ?? literalOf(scope, kind)
  if (depth <= 0) return leaf()
  const of = (inner: Kind) => drawExpression(scope, inner, depth - 1)
  const { tape } = scope
  const shared: Record<string, () => Any> = {
    column: leaf,
    literal: () => literalOf(scope, kind),
    coalesce: () => any(firstKnown(of(kind), of(kind))),
    case: () => any(firstOf([[of('bool'), of(kind)]], of(kind) as never)),
    'kysely case': () =>
      any(
        eb
          .case()
          .when(of('bool') as never)
          .then(of(kind))
          .end(),
      ),
    onlyWhen: () => any(onlyWhen(of('bool'), of(kind))),
    nullif: () => any(eb.fn('nullif', [of(kind), of(kind)])),
    parens: () => any(eb.parens(of(kind) as never)),
    'raw in raw': () => any(sql`${sql`${of(kind)}`}`),
    ...(scope.subquery && {
      'scalar subquery': () => (scope.subquery as NonNullable<typeof scope.subquery>)(kind, scope.items),
    }),
  }
  switch (kind) {
    case 'int':
      return tape.one({ ...shared, ...integers(scope, of) })
    case 'bool':
      return tape.one({ ...shared, ...conditions(scope, of) })
    case 'text':
      return tape.one({ ...shared, ...texts(scope, of) })
  }
}

type Of = (kind: Kind) => Any

const integers = (scope: ExpressionScope, of: Of): Record<string, () => Any> => ({
  '+': () => any(eb(of('int'), '+', of('int'))),
  '-': () => any(eb(of('int'), '-', of('int'))),
  '*': () => any(eb(of('int'), '*', of('int'))),
  '%': () => any(eb(of('int'), '%', any(eb.val(3 as never)))),
  neg: () => any(eb.neg(of('int') as never)),
  abs: () => any(eb.fn('abs', [of('int')])),
  orElse: () => any(orElse(of('int'), 0 as never)),
  'cast to integer': () => any(eb.cast(of('bool'), 'integer')),
  'cast of raw': () => any(eb.cast(sql`(${rawInteger(scope)}) - (${rawInteger(scope)})` as never, 'integer')),
  'cast of ratio': () => any(eb.cast(ratio(of('int') as never, of('int') as never), 'integer')),
  length: () => any(eb.fn('length', [of('text')])),
  'raw +': () => any(sql`${rawInteger(scope)} + ${rawInteger(scope)}`),
  'raw minus': () => any(sql`(${rawInteger(scope)}) - (${rawInteger(scope)})`),
  'raw cast': () => any(sql`${rawInteger(scope)}::integer`),
  'raw %': () => any(sql`${rawInteger(scope)} % 2`),
  'raw #': () => any(sql`${rawInteger(scope)} # 1`),
  'raw unary minus': () => any(sql`- ${rawInteger(scope)}`),
  'raw array subscript': () => any(sql`(array[${rawInteger(scope)}, 7])[1]`),
  'raw function': () => any(sql`greatest(${rawInteger(scope)}, 1)`),
  'raw quoted text': () => any(sql`length('a) or (b' || ${of('text')})`),
  'raw bare name': () => any(sql`${bareInteger(scope)} + 1`),
  'sql.id': () => any(sql`${bareId(scope)} * 2`),
  'raw row': () => any(sql`(row(${rawInteger(scope)}, 1) = row(1, ${of('int')}))::integer`),
  'raw with node': () => any(sql`${of('int')} * 2`),
  'raw case': () => any(sql`case when ${of('bool')} then ${of('int')} else ${of('int')} end`),
  'raw comment': () => any(sql`${rawInteger(scope)} -- a comment`),
  ...(scope.windows && windows(scope, of)),
})

const windows = (scope: ExpressionScope, of: Of): Record<string, () => Any> => {
  const orders = scope.items.flatMap(({ alias, columns }) =>
    columns.map(({ name }) => refOf(scope.bare ? name : `${alias}\u0000${name}`)),
  )
  const order = sql.join(orders)
  return {
    row_number: () => any(sql`row_number() over (partition by ${of('int')} order by ${order})`),
    'row_number of Kysely': () =>
      any(
        eb.fn
          .agg('row_number')
          .over((ob) =>
            orders.reduce((o, ref) => o.orderBy(ref as never), ob.partitionBy(of('bool') as never)),
          ),
      ),
    'sum over': () => any(sql`(sum(${of('int')}) over (partition by ${of('bool')}))::integer`),
    'count over': () => any(eb.cast(eb.fn.countAll().over() as never, 'integer')),
    lag: () => any(sql`lag(${of('int')}) over (order by ${order})`),
  }
}

const conditions = (scope: ExpressionScope, of: Of): Record<string, () => Any> => ({
  '=': () => any(eb(of('int'), '=', of('int') as never)),
  '<': () => any(eb(of('int'), '<', of('int') as never)),
  '!=': () => any(eb(of('text'), '!=', of('text') as never)),
  '= of booleans': () => any(eb(of('bool'), '=', of('bool') as never)),
  'is null': () => any(eb(of('int'), 'is', null as never)),
  'is not null of a condition': () => any(eb(of('bool'), 'is not', null as never)),
  'is distinct from': () => any(eb(of('int'), 'is distinct from', of('int') as never)),
  'is, raw distinct from': () => any(eb(of('int'), 'is', sql`distinct from ${rawInteger(scope)}` as never)),
  isTrue: () => any(isTrue(of('bool'))),
  isNotTrue: () => any(isNotTrue(of('bool'))),
  isKnown: () => any(isKnown(of('int'))),
  not: () => any(not(of('bool'))),
  'not of Kysely': () => any(eb.not(of('bool') as never)),
  allOf: () => any(allOf(of('bool'), of('bool'))),
  anyOf: () => any(anyOf(of('bool'), of('bool'))),
  'eb.and': () => any(eb.and([of('bool') as never, of('bool') as never])),
  'eb.or': () => any(eb.or([of('bool') as never, of('bool') as never])),
  between: () => any(eb.between(of('int') as never, of('int') as never, of('int') as never)),
  in: () => any(eb(of('int'), 'in', [1, 2, 3] as never)),
  'not in': () => any(eb(of('text'), 'not in', ['x', ''] as never)),
  'in, raw list': () => any(eb(of('int'), 'in', sql`(1, ${of('int')})` as never)),
  '= any(raw)': () => any(eb(of('int'), '=', sql`any(array[0, ${of('int')}])` as never)),
  '= all(raw)': () => any(eb(of('int'), '!=', sql`all(array[0, ${of('int')}])` as never)),
  like: () => any(eb(of('text'), 'like', '%y%' as never)),
  'like with raw escape': () => any(eb(of('text'), 'like', sql`'%!y%' escape '!'` as never)),
  'row comparison': () =>
    any(
      eb(
        eb.tuple(of('int') as never, of('int') as never) as never,
        '=',
        eb.tuple(of('int') as never, of('int') as never) as never,
      ),
    ),
  'raw or': () => any(sql`${rawInteger(scope)} = 1 or ${rawInteger(scope)} = 2`),
  'raw and': () => any(sql`${rawInteger(scope)} > 0 and ${of('bool')}`),
  'raw not call': () => any(sql`not (${rawInteger(scope)} = 1)`),
  'is null of raw not': () => any(eb(sql`not (${of('bool')})` as never, 'is', null as never)),
  'raw not': () => any(sql`not ${rawInteger(scope)} = 1`),
  'raw <': () => any(sql`${rawInteger(scope)} < ${rawInteger(scope)}`),
  'raw in': () => any(sql`${rawInteger(scope)} in (1, 2)`),
  'raw between': () => any(sql`${rawInteger(scope)} between ${of('int')} and ${of('int')}`),
  'raw is distinct from': () => any(sql`${rawInteger(scope)} is distinct from ${rawInteger(scope)}`),
  'raw is null': () => any(sql`${rawInteger(scope)} is null`),
  'parens of raw': () => any(eb.parens(sql`${rawInteger(scope)} = 0 or ${rawInteger(scope)} = 3` as never)),
  'raw in brackets that do not match': () =>
    any(sql`(${rawInteger(scope)} = 1) or (${rawInteger(scope)} = 2)`),
  ...(scope.subquery && {
    exists: () =>
      any(eb.exists((scope.subquery as NonNullable<typeof scope.subquery>)('any', scope.items) as never)),
    'in a subquery': () =>
      any(
        eb(
          of('int'),
          'in',
          (scope.subquery as NonNullable<typeof scope.subquery>)('int', scope.items) as never,
        ),
      ),
  }),
})

const texts = (scope: ExpressionScope, of: Of): Record<string, () => Any> => ({
  '||': () => any(eb(of('text'), '||', of('text') as never)),
  lower: () => any(eb.fn('upper', [of('text')])),
  'cast to text': () => any(eb.cast(of('int'), 'text')),
  'raw collate': () => any(sql`${of('text')} collate "C"`),
  'raw json': () => any(sql`to_jsonb(${of('text')}::text) #>> '{}'::text[]`),
  'raw ||': () => any(sql`${of('text')} || ${eb.cast(of('int'), 'text')}`),
  concat_ws: () => any(eb.fn('concat_ws', [any(eb.val('-' as never)), of('int'), of('text')])),
  'row as text': () =>
    scope.bare || scope.items.length === 0
      ? of('text')
      : any(sql`${eb.fn('to_json', [eb.table(scope.tape.pick(scope.items).alias)])}::text`),
  'raw row as text': () =>
    scope.bare || scope.items.length === 0
      ? of('text')
      : any(sql`${rawName(scope.tape.pick(scope.items).alias)}::text`),
  ...(scope.subquery && {
    jsonArrayFrom: () =>
      any(
        eb.cast(
          jsonArrayFrom(
            (scope.subquery as NonNullable<typeof scope.subquery>)('any', scope.items) as never,
          ) as never,
          'text',
        ),
      ),
  }),
})
