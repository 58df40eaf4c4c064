import type { Domain, Scalar } from './domain.js'

/** How the values of a term are described. Values of kind `other` are only NULL or not. */
export type ValueKind = 'boolean' | 'integer' | 'text' | 'other'

/** A comparison operator of SQL. */
export type Comparison = '=' | '<>' | '<' | '<=' | '>' | '>='
/** An arithmetic operator on integers. */
export type Arithmetic = '+' | '-' | '*'

type Operation =
  | { readonly kind: 'constant'; readonly value: Scalar | null }
  /** A value of which only the domain is known, such as a column of a table. */
  | { readonly kind: 'atom' }
  | { readonly kind: 'not' }
  | { readonly kind: 'all' }
  | { readonly kind: 'any' }
  | { readonly kind: 'compare'; readonly operator: Comparison }
  | { readonly kind: 'isNull' }
  /** Whether a boolean is TRUE; FALSE for NULL. */
  | { readonly kind: 'isTrue' }
  /** The parts are condition, result, condition, result, …, and the result without a condition. */
  | { readonly kind: 'case' }
  | { readonly kind: 'greatest' }
  | { readonly kind: 'least' }
  | { readonly kind: 'arithmetic'; readonly operator: Arithmetic }
  /** A function that is not looked into. */
  | { readonly kind: 'call'; readonly nulls: CallNulls }

/** When the result of a call is NULL. */
export interface CallNulls {
  /** If any argument is NULL. */
  readonly strict: boolean
  /** Only if an argument is NULL. */
  readonly onlyThen: boolean
}

/**
 * A value of one row, as an expression over the values that the row is made from. Terms are unique: two that are built
 * alike are the same object, so that what is known of one holds wherever it occurs.
 */
export type Term = Operation & {
  readonly id: number
  readonly type: ValueKind
  readonly parts: readonly Term[]
  /** What the term can be whatever its parts are. */
  readonly domain: Domain
}

/** Builds terms and keeps them apart or together. */
export class Terms {
  readonly all: Term[] = []
  readonly #known = new Map<string, Term>()
  #fresh = 0

  /** A key that no other atom has. */
  freshKey(): string {
    return `?${(this.#fresh += 1)}`
  }

  /** @param key tells the term from others of the same kind with the same parts. */
  make(operation: Operation, type: ValueKind, parts: readonly Term[], domain: Domain, key = ''): Term {
    const id = identity(operation, type, parts, key)
    const known = this.#known.get(id)
    if (known !== undefined) return known
    const term = this.#add(operation, type, parts, domain)
    this.#known.set(id, term)
    return term
  }

  /** An atom that is like no other. */
  freshAtom(type: ValueKind, domain: Domain): Term {
    return this.#add({ kind: 'atom' }, type, [], domain)
  }

  #add(operation: Operation, type: ValueKind, parts: readonly Term[], domain: Domain): Term {
    // The operation comes last: objects that begin with a copy of another are slow to make and to read.
    const term: Term = { id: this.all.length, type, parts, domain, ...operation }
    this.all.push(term)
    return term
  }
}

/** Terms that are built alike have the same. Put together piece by piece, as most terms that are asked for are known. */
const identity = (operation: Operation, type: ValueKind, parts: readonly Term[], key: string): string => {
  const detail = 'operator' in operation ? operation.operator : ''
  let id = `${operation.kind}${detail} ${type} `
  for (const part of parts) id += `${part.id},`
  return `${id} ${key}`
}
