import { diffArrays } from 'diff'
import type { Literals } from './collect-literals.js'
import { lexSql, type Token } from './facts/lex-sql.js'

/** Constants of SQL texts. */
export interface SqlLiterals extends Literals {
  /** Members of JSON values that are read by name. */
  readonly members: readonly string[]
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
    all.add(old)
    all.add(now)
    for (const piece of differing(old, now)) changed.add(piece)
  }
  return { all: all.literals(), changed: changed.literals() }
}

/** The pieces of two texts that differ, with the tokens beside them. */
function differing(old: readonly Token[], now: readonly Token[]): readonly (readonly Token[])[] {
  const comparator = (a: Token, b: Token): boolean => a.kind === b.kind && a.text === b.text
  const parts = diffArrays([...old], [...now], { comparator, maxEditLength: MOST_EDITS })
  if (parts === undefined) return [old, now]
  let [inOld, inNow] = [0, 0]
  return parts.flatMap(({ added, removed, count }) => {
    const [tokens, at] = removed ? [old, inOld] : [now, inNow]
    if (!added) inOld += count
    if (!removed) inNow += count
    return added || removed ? [tokens.slice(Math.max(0, at - BESIDE), at + count + BESIDE)] : []
  })
}

const COMPARES = new Set(['=', '<>', '!=', '<', '<=', '>', '>='])
const READS_MEMBER = new Set(['->', '->>', '?'])
const READS_PATH = new Set(['#>', '#>>'])
/** A text that is cast to one of these types is a number: negative constants are written so. */
const NUMERIC = /^(smallint|integer|bigint|numeric|real|double)$/

/** Collects constants, each once. */
class Found {
  readonly #numbers = new Set<number>()
  readonly #texts = new Set<string>()
  readonly #members = new Set<string>()
  readonly #beside = new Map<string, Set<number | string>>()

  add(tokens: readonly Token[]): void {
    for (const [at, token] of tokens.entries()) {
      const value = constantOf(token, tokens[at + 1]?.text === '::' ? tokens[at + 2] : undefined)
      if (value === undefined) continue
      const before = tokens[at - 1]?.text ?? ''
      if (typeof value === 'number') this.#numbers.add(value)
      else if (READS_MEMBER.has(before)) this.#members.add(value)
      else if (READS_PATH.has(before)) pathOf(value).forEach((name) => this.#members.add(name))
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
      members: [...this.#members].toSorted(),
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

/** `{a,b}` */
const pathOf = (text: string): readonly string[] => text.replaceAll(/[{}"]/g, '').split(',').filter(Boolean)

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
