import { described } from './columns.js'
import type { ViewPlan } from './view-plan.js'

/** Conditions on single events, and aggregates over the events of an item: n1 to n6, r1, r2. */
export const profile = ({ id, source, salt }: ViewPlan): string => `
const rows = layer('rows_${id}', 'One event with its gates.', { e: events${source} }, (db) =>
  db.selectFrom('e').selectAll('e').where('e.version', '=', ${salt}),
)
  .columns((eb) => ({
${described(id, {
  done: `isTrue(eb.ref('finished'))`,
  seen: `isKnown(eb.ref('level'))`,
  hit: `allOf(isTrue(eb.ref('finished')), eb.between('health', ${salt * 10}, 100))`,
})}  }))
  .columns((eb) => ({
${described(id, {
  own: `allOf(eb.ref('done'), isNotTrue(eb.ref('stock_photo')))`,
  bare: `onlyWhen(allOf(eb.ref('done'), eb('quality', '>=', 2)), eb.ref('level'))`,
})}  }))

const prof = aggregate('prof_${id}', 'Events of an item.', { of: rows, by: KEY }, (eb) => ({
${described(id, {
  n1: `countRows()`,
  n2: `countWhere(eb.ref('done'))`,
  n3: `countWhere(allOf(eb.ref('own'), eb.ref('seen')))`,
  n4: `maxWhere(eb.ref('bare'))`,
  n5: `minWhere(eb.ref('health'), eb.ref('hit'))`,
  n6: `countWhere(eb('bare', '>=', ${salt}))`,
  r1: `meanWhere(eb.ref('bare'))`,
  r2: `meanWhere(eb.ref('quality'), eb.ref('own'))`,
})}}))
`

/** Values from the JSON of an item: n7, n8, f1 to f3, t1. The row so far must have \`payload\`. */
export const jsonColumns = ({ id }: ViewPlan): string => `
  .once((eb) => ({
${described(id, {
  decision: `jsonMember(eb.ref('payload'), 'decision')`,
  n7: `jsonInteger(eb.ref('payload'), 'health')`,
})}  }))
  .once((eb) => ({
${described(id, {
  n8: `jsonInteger(eb.ref('decision'), 'sev')`,
  f1: `jsonFlag(eb.ref('decision'), 'glass')`,
  f2: `jsonFlag(eb.ref('decision'), 'charging')`,
  f3: `isJsonObject(eb.ref('decision'))`,
  t1: `jsonText(eb.ref('decision'), 'label')`,
})}  }))`

/** Arithmetic, CASE and conditions over n1 to n8, r1, r2, f1 to f3 and t1: the other half of the 30 columns. */
export const derivedColumns = ({ id, salt }: ViewPlan): string => `
  .columns((eb) => ({
${described(id, {
  n9: `eb('n1', '-', eb.ref('n2'))`,
  n10: `firstOf([[eb('n3', '>=', ${salt}), 2], [eb('n6', '>=', 1), 1]], 0)`,
  n11: `firstKnown(eb.ref('n4'), eb.ref('n8'))`,
  r3: `ratio(eb.ref('n2'), eb.ref('n1'))`,
  f4: `isTrue(eb('n7', '<', ${salt * 10}))`,
  f5: `anyOf(eb.ref('f1'), eb.ref('f2'), eb.ref('f3'))`,
  t2: `bucket(eb.ref('n7'), [[${salt * 5}, 'low'], [${salt * 10}, 'middle']], 'high')`,
})}  }))
  .columns((eb) => ({
${described(id, {
  n12: `raisedTo(eb.ref('n8'), [[2, eb.ref('f4')], [3, eb.ref('f5')]])`,
  r4: `ratio(eb.ref('n10'), eb.ref('n11'))`,
  f6: `isKnown(eb.ref('n11'))`,
  f7: `eb('n10', '>=', 1)`,
  f8: `not(eb.ref('f5'))`,
  t3: `firstOf([[eb('n9', '>', ${salt}), 'many'], [eb('n9', '=', 0), 'none']], 'few')`,
  t4: `onlyWhen(eb.ref('f4'), eb.ref('t1'))`,
})}  }))`
