import { createSource } from '../../model/create/create-relation.js'
import { createSchemas } from '../../model/create/create-schemas.js'
import { createType } from '../../model/create/create-type.js'
import type { CompiledSource } from '../../model/compiled-project.js'
import { quoteRelation } from '../../model/quote-identifier.js'
import type { CompiledType } from '../../model/upstream-type.js'
import type { MeaningSession } from '../compare-views.js'
import { createDraw, type Draw } from '../draw.js'
import type { Literals } from '../draw-value.js'
import { insertDrawn, keyRanges } from '../fill-sources.js'
import { setLocal, TEXT_SETTINGS } from '../shuffle/rounds.js'
import { failureOf, undone } from '../attempt.js'
import { type Boundaries, createRowDraw } from './draw-boundaries.js'
import { QueryReader } from './query-reader.js'
import { shrink } from './shrink.js'
import { insertSources, readSources, type SourceRows } from './source-rows.js'
import type { Reading, Sign, Target } from './target.js'

/** Where witnesses are looked for. */
export interface WitnessWorld {
  /** Each after the types that it uses. */
  readonly types: readonly CompiledType[]
  readonly sources: readonly CompiledSource[]
  /** Whether types and tables exist already, the tables without rows. */
  readonly isCreated?: boolean
  /** Constants that the queries mention. */
  readonly literals: Literals
  readonly boundaries: Boundaries
}

export interface WitnessSettings {
  /** How often rows are drawn. The work is bounded by numbers, so that a result does not depend on the machine. */
  readonly tries: number
  readonly seed: number
  /** Ends the search with the reason of the signal. */
  readonly signal?: AbortSignal
  readonly onTry?: (number: number) => void
  readonly onShrink?: (of: string) => void
}

/** Source rows over which a target shows something. */
export interface Witness {
  readonly sign: Sign
  /** Every source, also one without rows. */
  readonly rows: readonly SourceRows[]
  /** What the queries returned over these rows: those of the narrowed target, if there is one. */
  readonly readings: readonly Reading[]
}

/** The witnesses of one target. */
export interface Found {
  readonly target: Target
  /** By what was wanted. */
  readonly witnesses: ReadonlyMap<string, Witness>
  /** What showed in its control too, so that no witness counts. */
  readonly unstable: ReadonlySet<string>
}

/** Rows of each source, try by try. Few rows seldom raise an error that hides everything else; many meet more conditions. */
const SIZES = [100, 8, 40, 200, 3, 20] as const
/** Rows of a detail for each row of what it belongs to. */
const DETAILS = 3
/** Rows for each key in a dense try. */
const DENSE = 10
/** How often the rows of one witness may be read to make it smaller. */
const MOST_READINGS = 600

/**
 * Looks for source rows over which targets show what is wanted, and makes them small. The rows are drawn from a seed. The
 * Postgres has none of the objects, unless `isCreated`, and is left unchanged.
 *
 * @param prepare creates what the queries read, over the empty tables of the sources, and returns the targets.
 */
export async function findWitnesses(
  session: MeaningSession,
  world: WitnessWorld,
  prepare: () => Promise<readonly Target[]>,
  settings: WitnessSettings,
): Promise<readonly Found[]> {
  const { types, sources, isCreated = false } = world
  const reader = new QueryReader(session)
  await session.exec('BEGIN')
  try {
    await session.exec(`SET LOCAL search_path = ''; SET LOCAL standard_conforming_strings = on;
      ${setLocal(TEXT_SETTINGS)}`)
    if (!isCreated) await create(session, types, sources)
    const targets = await prepare()
    await reader.begin()
    return await new Search(session, reader, world, targets, settings).run()
  } finally {
    await session.exec(`ROLLBACK; ${reader.dropping}`)
  }
}

async function create(
  session: MeaningSession,
  types: readonly CompiledType[],
  sources: readonly CompiledSource[],
): Promise<void> {
  await session.exec(createSchemas([...types, ...sources]))
  for (const type of types) await session.exec(createType(type))
  for (const source of sources) await session.exec(createSource(source))
}

interface Progress {
  readonly target: Target
  readonly pending: Set<string>
  readonly witnesses: Map<string, Witness>
  readonly unstable: Set<string>
}

class Search {
  readonly #session: MeaningSession
  readonly #reader: QueryReader
  readonly #world: WitnessWorld
  readonly #settings: WitnessSettings
  readonly #progress: readonly Progress[]
  readonly #draw: Draw

  constructor(
    session: MeaningSession,
    reader: QueryReader,
    world: WitnessWorld,
    targets: readonly Target[],
    settings: WitnessSettings,
  ) {
    this.#session = session
    this.#reader = reader
    this.#world = world
    this.#settings = settings
    this.#draw = createDraw(settings.seed)
    this.#progress = targets.map((target) => ({
      target,
      pending: new Set(target.wanted),
      witnesses: new Map(),
      unstable: new Set(),
    }))
  }

  async run(): Promise<readonly Found[]> {
    const { tries, onTry, onShrink } = this.#settings
    for (let number = 1; number <= tries && this.#pending.length > 0; number += 1) {
      onTry?.(number)
      const found = await this.#draws(SIZES[(number - 1) % SIZES.length] ?? 1)
      for (const { progress, sign, rows } of found) {
        if (!progress.pending.has(sign.of)) continue
        onShrink?.(sign.of)
        await this.#keep(progress, sign, await this.#shrunk(progress.target, sign, rows))
      }
    }
    return this.#progress
  }

  get #pending(): readonly Progress[] {
    return this.#progress.filter(({ pending }) => pending.size > 0)
  }

  /** Draws rows once, and returns what they show. */
  async #draws(
    size: number,
  ): Promise<
    readonly { readonly progress: Progress; readonly sign: Sign; readonly rows: readonly SourceRows[] }[]
  > {
    const { types, sources, literals, boundaries } = this.#world
    return undone(this.#session, async () => {
      const context = { draw: this.#draw, literals, types, range: size }
      // Few different keys, so that many rows belong together, or about as many as rows.
      const ranges = keyRanges(sources, this.#draw.oneIn(2) ? size : Math.ceil(size / DENSE))
      const rowsOf = createRowDraw(ranges, boundaries, context)
      for (const source of sources) {
        // A row of one source has several of another whose key contains its key.
        const isDetail = sources.some(
          ({ key }) => key.length < source.key.length && key.every((name) => source.key.includes(name)),
        )
        await insertDrawn(this.#session, source, rowsOf(source, isDetail ? size * DETAILS : size))
      }
      const shown: { readonly progress: Progress; readonly sign: Sign }[] = []
      for (const progress of this.#pending)
        for (const sign of await this.#signsOf(progress)) shown.push({ progress, sign })
      if (shown.length === 0) return []
      const rows = await readSources(this.#session, sources)
      return shown.map((one) => ({ ...one, rows }))
    })
  }

  /** What the present rows show of what is pending. Where an error hides the rest, each is read by itself. */
  async #signsOf({ target, pending }: Progress): Promise<readonly Sign[]> {
    const readings = await this.#read(target)
    const { narrowed } = target
    if (!narrowed || !readings.some((reading) => 'error' in reading))
      return target.signs(readings).filter(({ of }) => pending.has(of))
    const signs: Sign[] = []
    for (const of of pending) {
      const one = narrowed(of)
      signs.push(...one.signs(await this.#read(one)).filter((sign) => sign.of === of))
    }
    return signs
  }

  #read({ queries }: Pick<Target, 'queries'>, isUndone = false): Promise<readonly Reading[]> {
    this.#settings.signal?.throwIfAborted()
    return this.#reader.read(queries, isUndone)
  }

  /** The readings over some rows; undefined if the tables do not accept the rows. */
  #readOver(target: Target, rows: readonly SourceRows[]): Promise<readonly Reading[] | undefined> {
    return undone(this.#session, async () => {
      const refused = await failureOf(() => this.#session.exec(insertSources(rows)))
      return refused === undefined ? this.#read(target, true) : undefined
    })
  }

  async #shrunk(target: Target, sign: Sign, rows: readonly SourceRows[]): Promise<readonly SourceRows[]> {
    const { types, sources } = this.#world
    const one = target.narrowed?.(sign.of) ?? target
    const shows = async (candidate: readonly SourceRows[]): Promise<boolean> => {
      const readings = await this.#readOver(one, candidate)
      return readings !== undefined && one.signs(readings).some((other) => isSame(sign, other))
    }
    return shrink(rows, shows, {
      joinedBy: new Set(keyRanges(sources, 1).keys()),
      labels: new Map(
        types.flatMap((type) =>
          type.definition.kind === 'enum' ? [[quoteRelation(type), type.definition.labels] as const] : [],
        ),
      ),
      most: MOST_READINGS,
    })
  }

  /** Keeps small rows as the witness of a sign, and of everything else that they show. */
  async #keep(of: Progress, sign: Sign, rows: readonly SourceRows[]): Promise<void> {
    for (const progress of this.#pending) {
      const { target, pending } = progress
      for (const wanted of pending) {
        const one = target.narrowed?.(wanted) ?? target
        const readings = (await this.#readOver(one, rows)) ?? []
        const shown = one.signs(readings).find((other) => other.of === wanted)
        if (!shown) continue
        pending.delete(wanted)
        if (await this.#isUnstable(one, wanted, rows)) progress.unstable.add(wanted)
        else progress.witnesses.set(wanted, { sign: shown, rows, readings })
      }
    }
    // It showed once and does not show again.
    if (of.pending.delete(sign.of)) of.unstable.add(sign.of)
  }

  async #isUnstable({ control }: Target, of: string, rows: readonly SourceRows[]): Promise<boolean> {
    if (!control) return false
    const readings = await this.#readOver(control, rows)
    return readings === undefined || control.signs(readings).some((sign) => sign.of === of)
  }
}

const isSame = (a: Sign, b: Sign): boolean => a.of === b.of && a.how === b.how
