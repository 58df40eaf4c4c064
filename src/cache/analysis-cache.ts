import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { AnalyzedRelation } from '../model/analyzed-project.js'
import { writeFileAtomically } from './atomic-file.js'
import { sha256 } from '../model/hash.js'

/** Cached texts by key, such as formatted interfaces. */
export interface TextMemo {
  get(key: string): string | undefined
  set(key: string, text: string): void
}

/** Results of earlier builds. The keys cover everything that a result depends on. */
export interface AnalysisCache {
  relation(key: string): AnalyzedRelation | undefined
  keepRelation(key: string, relation: AnalyzedRelation): void
  readonly texts: TextMemo
  /** Writes the entries that this build has used or added, and drops the rest. */
  save(): void
  /** Writes what was added, and drops nothing: for a command that asks for less than a build. */
  add(): void
  /** The cache of the next build in this process, which need not read the file again. */
  again(): AnalysisCache
}

const FILE = 'analysis.cache'
const HEADER = Buffer.from('fusion-store analysis cache 1')
const NEWLINE = 0x0a
const TAB = 0x09
/** `r` for a relation, `t` for a text. */
type Kind = 'r' | 't'

/** The JSON of each entry, as bytes: lines that are kept are written back without decoding and encoding them. */
type Lines = ReadonlyMap<string, Buffer>

/**
 * Lines of kind, key and JSON, followed by a checksum. Not a single JSON document: of ten megabytes a build only parses
 * the lines that it needs, and writes the lines that it keeps back unchanged.
 */
function readLines(file: string): Lines {
  try {
    const content = readFileSync(file)
    const end = content.lastIndexOf(NEWLINE)
    const body = content.subarray(0, end)
    if (!hasHeader(body) || content.toString('latin1', end + 1) !== sha256(body)) return new Map()
    const lines = new Map<string, Buffer>()
    for (let at = HEADER.length + 1; at < body.length;) {
      const stop = body.indexOf(NEWLINE, at)
      const next = stop < 0 ? body.length : stop
      const cut = body.indexOf(TAB, at)
      lines.set(body.toString('latin1', at, cut), body.subarray(cut + 1, next))
      at = next + 1
    }
    return lines
  } catch {
    return new Map()
  }
}

const hasHeader = (body: Buffer): boolean =>
  body.subarray(0, HEADER.length).equals(HEADER) && body[HEADER.length] === NEWLINE

/**
 * Opens a project's cache. If it is missing, damaged or of another format, it is treated as empty.
 *
 * @param compiler fingerprint of the compiler; entries of another compiler are ignored.
 */
export function openAnalysisCache(cacheDir: string, compiler: string): AnalysisCache {
  const file = join(cacheDir, FILE)
  return cacheOf(file, compiler, readLines(file), new Map())
}

/**
 * @param old lines of earlier builds.
 * @param known values that were read from such lines.
 */
function cacheOf(
  file: string,
  compiler: string,
  old: Lines,
  known: ReadonlyMap<string, unknown>,
): AnalysisCache {
  const used = new Map<string, Buffer>()
  const values = new Map<string, unknown>()
  let added = false
  let saved = false

  /** Keys can be long texts, so they are hashed. */
  const nameOf = (kind: Kind, key: string): string => kind + sha256(`${compiler}\n${key}`)
  const get = <T>(kind: Kind, key: string): T | undefined => {
    const name = nameOf(kind, key)
    const json = used.get(name) ?? old.get(name)
    if (json === undefined) return undefined
    used.set(name, json)
    if (!values.has(name)) values.set(name, known.get(name) ?? JSON.parse(json.toString()))
    return values.get(name) as T
  }
  const set = (kind: Kind, key: string, value: unknown): void => {
    const name = nameOf(kind, key)
    used.set(name, Buffer.from(JSON.stringify(value)))
    values.delete(name)
    added = true
  }

  const write = (lines: Lines): void => {
    const entries = [...lines].flatMap(([name, json]) => [Buffer.from(`\n${name}\t`), json])
    const body = [HEADER, ...entries]
    const hash = createHash('sha256')
    for (const part of body) hash.update(part)
    writeFileAtomically(file, Buffer.concat([...body, Buffer.from(`\n${hash.digest('hex')}`)]))
  }

  return {
    relation: (key) => get<AnalyzedRelation>('r', key),
    keepRelation: (key, relation) => set('r', key, relation),
    texts: { get: (key) => get<string>('t', key), set: (key, text) => set('t', key, text) },
    save() {
      saved = true
      if (added || used.size !== old.size) write(used)
    },
    add() {
      if (added) write(new Map([...old, ...used]))
    },
    again: () => cacheOf(file, compiler, saved ? used : new Map([...old, ...used]), values),
  }
}
