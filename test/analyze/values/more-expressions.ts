import type { Column, Kit, MoreShapes } from '../nullability/random-query.js'

/** Texts that occur in the tables, or almost. */
const words = ["'a'", "'A'", "'ab'", "'b '", "'b'", "''", "'1'", "'12'", "'á'", "'ok'", 'NULL'] as const

/** Collations; one of them takes different texts for the same. */
const collations = ['"C"', '"unicode"', 'r.ci', 'r.ci'] as const

/** Expressions over texts, integers and booleans that nullability needs no random queries for. */
export const moreExpressions = (kit: Kit): Pick<MoreShapes, 'ints' | 'bools' | 'texts'> => {
  const { pick, times, upTo, int, bool, text, column, tableNamed, chance } = kit
  const word = (): string => pick(words)
  const texts = (most: number): string => times(upTo(most), word).join(', ')
  const isNot = (): string => pick(['', 'NOT '])
  const collated = (one: string): string => (chance(0.4) ? `(${one} COLLATE ${pick(collations)})` : one)
  const inner = (columns: readonly Column[]): readonly Column[] => [...tableNamed('z'), ...columns]

  return {
    ints: (columns, depth) => {
      const number = (): string => int(columns, depth - 1)
      const letters = (): string => text(columns, depth - 1)
      const test = (): string => `(${bool(columns, depth - 1)})`
      return [
        () => `(${number()} - ${number()})`,
        () => `(${number()} * ${number()})`,
        () => `(${number()} * ${pick(['0', '2', '-1', '3'])})`,
        () => `(- ${number()})`,
        () => `(${number()} ${pick(['/', '%'])} ${pick(['2', '3', '-2'])})`,
        () => `(${number()} ${pick(['+', '-', '*'])} ${number()}::bigint)::integer`,
        () => `(${number()} ${pick(['+', '-'])} ${pick(['1', '2'])}::smallint)`,
        () => `least(${times(1 + upTo(2), number).join(', ')})`,
        () => `greatest(${number()}, ${pick(['0', '1', '2'])})`,
        () => `least(5, greatest(0, ${number()}))::r.small`,
        () => `${pick(['length', 'ascii', 'octet_length'])}(${letters()})`,
        () => `strpos(${letters()}, ${word()})`,
        () => `CASE WHEN ${letters()} ~ '^[0-9]+$' THEN 1 WHEN ${test()} THEN ${number()} END`,
        () =>
          `CASE ${collated(letters())} WHEN ${word()} THEN ${number()} WHEN ${word()} THEN 1 ELSE ${number()} END`,
        () => `CASE ${letters()} WHEN ${letters()} THEN 1 WHEN 'a' THEN 2 END`,
        () => `CASE ${test()} WHEN true THEN ${number()} WHEN ${test()} THEN 7 END`,
        () => `CASE WHEN ${letters()} ~ '^[0-9]{1,3}$' THEN length(${letters()}) ELSE ${number()} END`,
        () => `(SELECT count(*)::integer FROM r.b AS z WHERE ${bool(inner(columns), depth - 2)})`,
        () =>
          `(SELECT (z.p ->> 'n')::integer FROM r.b AS z WHERE ${bool(inner(columns), depth - 2)} LIMIT 1)`,
        () =>
          `(SELECT min(z.v) FILTER (WHERE ${bool(inner(columns), 0)}) FROM r.b AS z HAVING ${pick(['count(*) > 0', 'max(z.v) > 1', 'true'])})`,
      ]
    },

    bools: (columns, depth) => {
      const number = (): string => int(columns, depth - 1)
      const letters = (): string => text(columns, depth - 1)
      const test = (): string => `(${bool(columns, depth - 1)})`
      const equals = (): string => pick(['=', '<>', '='])
      return [
        () => `(${collated(letters())} ${pick(['=', '<>', '=', '<', '>='])} ${letters()})`,
        () => `(${collated(letters())} ${equals()} ${word()})`,
        () => `(${collated(letters())} ${isNot()}IN (${texts(4)}))`,
        () => `(${collated(letters())} ${pick(['= ANY', '<> ALL'])} (ARRAY[${texts(3)}]::text[]))`,
        () =>
          `(${collated(letters())} ${pick(['= ANY', '<> ALL', '= ALL', '<> ANY'])} (ARRAY[${letters()}, ${letters()}]))`,
        () => `(${letters()} ${pick(['= ANY', '<> ALL'])} ('{a,NULL,ab}'::text[]))`,
        () => `(${collated(letters())} IS ${isNot()}DISTINCT FROM ${letters()})`,
        () => `(${letters()} IS ${isNot()}NULL)`,
        () => `(${letters()} ${isNot()}LIKE ${pick(["'a%'", "'_'", "'a'", 'NULL'])})`,
        () => `(${letters()} ${pick(['~', '!~', '~*'])} ${pick(["'^a'", "'^[0-9]+$'", "''"])})`,
        // Spaces at the end of a character(n) do not count.
        () => `(${letters()}::character(3) ${equals()} ${pick(["'b'", "'b '", "'a'", "''"])})`,
        () => `(${letters()}::character(2) ${isNot()}IN ('a', 'b  ', 'ab'))`,
        () => `(${letters()}::character varying(2) ${equals()} ${word()})`,
        () => `(${letters()}::character varying(1) ${isNot()}IN ('a', 'b', ''))`,
        () => `(${letters()}::r.word ${equals()} ${word()})`,
        () =>
          `(${number()} ${isNot()}IN (${times(upTo(3), () => pick(['0', '1', '2', 'NULL'])).join(', ')}))`,
        () => `(${number()} ${isNot()}BETWEEN ${number()} AND ${number()})`,
        () =>
          `(${number()} ${pick(['= ANY', '<= ALL', '> ANY', '<> ANY', '= ALL'])} (ARRAY[0, NULL, ${number()}]))`,
        () => `(${number()} ${pick(['<=', '>', '='])} ${pick(['0', '1', '2'])})`,
        () => `(${test()} ${pick(['=', '<>', '<', '>='])} ${test()})`,
        () => `(${test()} IS ${isNot()}DISTINCT FROM ${test()})`,
        () => `(${test()} ${isNot()}IN (true, ${pick(['NULL', 'false', 'true'])}))`,
        () => `(nullif(${collated(letters())}, ${word()}) IS ${isNot()}NULL)`,
        () => `nullif(${test()}, ${test()})`,
        () => `(${letters()} ${isNot()}IN (SELECT ${column(tableNamed('z'), 'text')} FROM r.b AS z))`,
        () =>
          `(${number()} ${pick(['= ALL', '< ANY', '>= ALL'])} (SELECT z.u FROM r.b AS z WHERE ${test()}))`,
        () => `((${number()}, ${letters()}) ${isNot()}IN (SELECT z.u, z.t FROM r.b AS z))`,
        () => `(NOT EXISTS (SELECT FROM r.b AS z WHERE ${bool(inner(columns), 0)}))`,
        () => `(SELECT bool_or(z.g) FROM r.b AS z WHERE ${bool(inner(columns), 0)})`,
        () => `(${pick(["'true'", "'f'", "'yes'"])} = ${letters()})`,
      ]
    },

    texts: (columns, depth) => {
      const number = (): string => int(columns, depth - 1)
      const letters = (): string => text(columns, depth - 1)
      const test = (): string => `(${bool(columns, depth - 1)})`
      const constant = (): string => `${word()}::text`
      return [
        constant,
        constant,
        () => `${pick(['lower', 'upper', 'btrim', 'reverse'])}(${letters()})`,
        () => `(${letters()} || ${letters()})`,
        () => `substring(${letters()} FROM ${pick(['1 FOR 1', "'a+'", '2'])})`,
        () => `replace(${letters()}, 'a', ${letters()})`,
        () => `coalesce(${times(1 + upTo(2), letters).join(', ')})`,
        () => `CASE WHEN ${test()} THEN ${letters()} ELSE ${letters()} END`,
        () => `CASE WHEN ${test()} THEN ${constant()} WHEN ${test()} THEN ${constant()} END`,
        () => `CASE ${number()} WHEN 0 THEN ${constant()} WHEN 1 THEN ${letters()} ELSE ${constant()} END`,
        () => `CASE ${collated(letters())} WHEN 'a' THEN ${letters()} WHEN ${word()} THEN 'A' ELSE 'no' END`,
        () => `nullif(${letters()}, ${letters()})`,
        () => `nullif(${letters()}, ${word()})`,
        () => `${pick(['greatest', 'least'])}(${letters()}, ${letters()})`,
        () => `${letters()}::character varying(${upTo(2)})::text`,
        () => `${letters()}::character(${upTo(3)})::text`,
        () => `(${letters()}::character(2) || 'x')`,
        () => `(CASE WHEN ${test()} THEN ${pick(["'sad'", "'ok'"])}::r.mood END)::text`,
        () => `${number()}::text`,
        () => `(${test()})::text`,
        () =>
          `(SELECT ${pick(['max', 'min'])}(${column(tableNamed('z'), 'text')}) FROM r.b AS z WHERE ${bool(inner(columns), depth - 2)})`,
        () => `(SELECT z.t FROM r.b AS z WHERE ${bool(inner(columns), depth - 2)} ORDER BY z.id LIMIT 1)`,
        () => `(jsonb_build_object('s', ${letters()}) ->> ${pick(["'s'", "'t'"])})`,
      ]
    },
  }
}
