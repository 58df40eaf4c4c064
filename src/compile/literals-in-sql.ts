import { diffArrays } from 'diff'
import type { Literals } from './collect-literals.js'
import { lexSql, type Token } from './facts/lex-sql.js'
import { type JsonPath, jsonPaths } from './json-paths.js'

/** Constants of SQL texts. */
export interface SqlLiterals extends Literals {
  /** Where members of JSON values are read. */
  readonly paths: readonly JsonPath[]
  /** Columns that are tested for NULL, by name. */
  readonly nullTested: readonly string[]
}

/** Constants of two versions of some queries. */
export interface VersionLiterals {
  /** Of both versions. */
  readonly all: SqlLiterals
  /** Of what differs between them, and of what stands next to it. */
  readonly changed: SqlLiterals
}

/** Tokens around a difference that count as part of it: `<` may have become `<=` before a constant. */
const BESIDE = 4
/** Beyond this many changed tokens, everything counts as changed. */
const MOST_EDITS = 400

const tokensOf = (sql: string): readonly Token[] => lexSql(sql.replace(/;\s*$/, '')).tokens

/** The constants of two versions of the same queries. A query that has only one version counts as changed. */
export function versionLiterals(
  pairs: readonly { readonly before: string | null; readonly after: string | null }[],
): VersionLiterals {
  const [all, changed] = [new Found(), new Found()]
  for (const { before, after } of pairs) {
    const [old, now] = [tokensOf(before ?? ''), tokensOf(after ?? '')]
    const pieces = differing(old, now)
    for (const [tokens, side] of [[old, pieces.old] as const, [now, pieces.now] as const]) {
      all.add(tokens, () => true)
      changed.add(tokens, (at) => side.some(([from, to]) => at >= from && at < to))
    }
  }
  return { all: all.literals(), changed: changed.literals() }
}

/** Ranges of tokens, from and to. */
type Ranges = readonly (readonly [from: number, to: number])[]

/** The pieces of two texts that differ, with the tokens beside them. */
function differing(
  old: readonly Token[],
  now: readonly Token[],
): { readonly old: Ranges; readonly now: Ranges } {
  const comparator = (a: Token, b: Token): boolean => a.kind === b.kind && a.text === b.text
  const parts = diffArrays([...old], [...now], { comparator, maxEditLength: MOST_EDITS })
  if (parts === undefined) return { old: [[0, old.length]], now: [[0, now.length]] }
  const ranges = { old: [] as (readonly [number, number])[], now: [] as (readonly [number, number])[] }
  let [inOld, inNow] = [0, 0]
  for (const { added, removed, count } of parts) {
    if (added || removed) {
      // What stands beside a difference is on both sides, whichever has it.
      ranges.old.push([inOld - BESIDE, inOld + (added ? 0 : count) + BESIDE])
      ranges.now.push([inNow - BESIDE, inNow + (removed ? 0 : count) + BESIDE])
    }
    if (!added) inOld += count
    if (!removed) inNow += count
  }
  return ranges
}

const COMPARES = new Set(['=', '<>', '!=', '<', '<=', '>', '>='])
/** A text that is cast to one of these types is a number: negative constants are written so. */
const NUMERIC = /^(smallint|integer|bigint|numeric|real|double)$/

/** Collects constants, each once. */
class Found {
  readonly #numbers = new Set<number>()
  readonly #texts = new Set<string>()
  readonly #paths = new Map<string, JsonPath>()
  readonly #nullTested = new Set<string>()
  readonly #beside = new Map<string, Set<number | string>>()

  /** @param isWanted by the number of a token. */
  add(tokens: readonly Token[], isWanted: (at: number) => boolean): void {
    const paths = jsonPaths(tokens)
    for (const [at, token] of tokens.entries()) {
      if (!isWanted(at)) continue
      const [next, after] = [tokens[at + 1]?.text, tokens[at + 2]]
      if (next === 'is' && after?.text === 'null') this.#nullTested.add(token.text)
      const path = paths.get(at)
      if (path) this.#paths.set(JSON.stringify(path), path)
      const value = constantOf(token, next === '::' ? after : undefined)
      if (value === undefined || path) continue
      if (typeof value === 'number') this.#numbers.add(value)
      else this.#texts.add(value)
      const column = comparedColumn(tokens, at)
      if (column === undefined) continue
      const values = this.#beside.get(column) ?? new Set()
      this.#beside.set(column, values.add(value))
    }
  }

  literals(): SqlLiterals {
    return {
      numbers: [...this.#numbers].toSorted((a, b) => a - b),
      texts: [...this.#texts].toSorted(),
      paths: [...this.#paths.values()],
      nullTested: [...this.#nullTested].toSorted(),
      beside: new Map([...this.#beside].map(([name, values]) => [name, [...values]])),
    }
  }
}

function constantOf({ kind, text }: Token, cast: Token | undefined): number | string | undefined {
  if (kind === 'number') return finite(Number(text.replaceAll('_', '')))
  if (kind !== 'string' || !text.startsWith("'")) return undefined
  const value = text.slice(1, -1).replaceAll("''", "'")
  return cast && NUMERIC.test(cast.text) && value.trim() !== '' ? (finite(Number(value)) ?? value) : value
}

const finite = (value: number): number | undefined => (Number.isFinite(value) ? value : undefined)

/** The column that a constant is compared with: `name = 1`, or `name = ANY (ARRAY['a'::text, 'b'::text])`. */
function comparedColumn(tokens: readonly Token[], constant: number): string | undefined {
  let at = constant - 1
  const list = tokens.slice(0, constant).findLastIndex(({ text }) => text === '[')
  const between = list < 0 ? [] : tokens.slice(list + 1, constant)
  if (list > 0 && between.every(({ kind, text }) => kind === 'string' || /^(::|,|\w+)$/.test(text)))
    at = tokens.slice(0, list).findLastIndex(({ kind }) => kind === 'operator')
  const [column, operator] = [tokens[at - 1], tokens[at]]
  const isColumn = column?.kind === 'word' || column?.kind === 'quoted'
  return operator && COMPARES.has(operator.text) && isColumn ? column.text : undefined
}
