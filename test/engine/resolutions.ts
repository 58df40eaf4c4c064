import type { CompiledProject } from '../../src/model/compiled-project.js'
import type { Provider } from '../../src/postgres/provider.js'
import type { Session } from '../../src/postgres/session.js'
import { embeddedProvider } from '../../src/postgres/embedded/embedded-provider.js'
import { nativeAnalyzer } from '../../src/postgres/native/native-analyzer.js'
import { resolveViews } from '../../src/resolve/index.js'

/** Runs the same work in both engines, and returns what the embedded one gives first. */
export async function inBoth<T>(
  work: (session: Session) => Promise<T>,
  relations?: number,
): Promise<readonly [embedded: T, native: T]> {
  const room = relations === undefined ? {} : { relations }
  const run = async (provider: Provider): Promise<T> => {
    const server = await provider.start()
    try {
      return await work(await server.connect())
    } finally {
      await server.stop()
    }
  }
  const native = run(nativeAnalyzer(room))
  native.catch(() => undefined) // Awaited below.
  return [await run(embeddedProvider(room)), await native]
}

/**
 * OIDs that Postgres assigns when something is created, and those of what initdb creates without a fixed one. Constants in
 * this range are replaced too, in the same way on both sides.
 */
const ASSIGNED = /\b(?:1[2-9]|[2-9]\d)\d{3}\b/g

/** Constants of these types contain OIDs, whose bytes are left out. */
const NAMES_OBJECT = new Set([26, 2202, 2203, 2204, 2205, 2206, 3734, 3769, 4089, 4096, 4191])

/**
 * The text of a value that is the same in both engines: assigned OIDs are numbered as they appear.
 *
 * @param enums OIDs of types whose constants contain OIDs.
 */
export function comparable(value: unknown, enums: ReadonlySet<number> = new Set()): string {
  const text = JSON.stringify(value, (_, one: unknown) => {
    if (typeof one !== 'object' || one === null) return one
    if (one instanceof Set || one instanceof Map) return [...one]
    if (!('consttype' in one)) return one
    const type = Number(one.consttype)
    return NAMES_OBJECT.has(type) || enums.has(type) ? { ...one, constvalue: null } : one
  })
  return numbered(text)
}

const numbered = (text: string): string => {
  const seen = new Map<string, string>()
  return text.replaceAll(ASSIGNED, (oid) => {
    const known = seen.get(oid) ?? `#${seen.size}`
    seen.set(oid, known)
    return known
  })
}

/** The types of a database whose constants contain OIDs. */
export async function enumsIn(session: Session): Promise<ReadonlySet<number>> {
  const rows = await session.query<{ oid: string }>(
    `SELECT t.oid::text AS oid FROM pg_type t LEFT JOIN pg_type e ON e.oid = t.typelem
    WHERE t.typtype = 'e' OR (t.typcategory = 'A' AND e.typtype = 'e')`,
  )
  return new Set(rows.map(({ oid }) => Number(oid)))
}

/** Everything that a resolution says, as text. */
export async function resolutionOf(session: Session, project: CompiledProject): Promise<string> {
  const resolution = await resolveViews(session, project)
  return comparable(resolution, await enumsIn(session))
}

/** The same for a large project without constants of such types, in parts. */
export async function partsOf(session: Session, project: CompiledProject): Promise<readonly string[]> {
  const { views, contracts, ...others } = await resolveViews(session, project)
  const trees = views.map(({ tree, ...view }) =>
    numbered(JSON.stringify([view, tree.query, tree.unknownKinds])),
  )
  return [...trees, comparable(contracts), comparable(others)]
}
