import { polymorphicRounds, samples } from './samples.js'

/** Calls of one overload; enough to meet the odd values of each argument, few enough for a thousand overloads. */
const mostCalls = 32

/** Every so many-th of all combinations, so that each value of each argument comes up. */
const combinations = (lists: readonly (readonly string[])[]): string[][] => {
  const total = lists.reduce((product, list) => product * list.length, 1)
  const step = Math.max(1, Math.floor(total / mostCalls) | 1)
  const found: string[][] = []
  for (let number = 0; number < total; number += step) {
    let rest = number
    found.push(
      lists.map((list) => {
        const value = list[rest % list.length] ?? 'NULL'
        rest = Math.floor(rest / list.length)
        return value
      }),
    )
  }
  return found
}

/**
 * Argument lists for a signature; polymorphic types take several concrete ones. Empty when a type has no samples.
 *
 * @param nullFrom Arguments from this one on are NULL.
 */
export const argumentLists = (signature: string, nullFrom = Number.POSITIVE_INFINITY): string[][] => {
  const types = signature === '' ? [] : signature.split(',')
  const rounds = types.some((type) => polymorphicRounds.some((round) => type in round))
    ? polymorphicRounds
    : [{}]
  return rounds.flatMap((round) => {
    const bound = types.map((type) => (round as Readonly<Record<string, string>>)[type] ?? type)
    const lists = bound.map((type, at) =>
      at >= nullFrom ? [`NULL::${type}`] : (samples[type] ?? []).map((value) => `${value}::${type}`),
    )
    return lists.some((list) => list.length === 0) ? [] : combinations(lists)
  })
}

/** Answers each call with NULL (`0`), a value (`1`) or an error (`e`). */
export const tryFunction = `
  CREATE TYPE mood AS ENUM ('sad', 'ok');
  CREATE TYPE pair AS (l integer, r text);
  CREATE FUNCTION try_calls(calls text[]) RETURNS text LANGUAGE plpgsql AS $$
  DECLARE
    call text;
    given boolean;
    answer text := '';
  BEGIN
    FOREACH call IN ARRAY calls LOOP
      BEGIN
        EXECUTE 'SELECT num_nonnulls(' || call || ') = 1' INTO given;
        answer := answer || CASE WHEN given THEN '1' ELSE '0' END;
      EXCEPTION WHEN OTHERS THEN
        answer := answer || 'e';
      END;
    END LOOP;
    RETURN answer;
  END
  $$;
`
