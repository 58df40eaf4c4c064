import { dirname, relative, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { originalPositionFor, TraceMap } from '@jridgewell/trace-mapping'
import type { Place } from '../model/diagnostic.js'
import { columnLine, type ParsedModules } from './column-line.js'
import { ownPackage } from './own-package.js'

/** Turns places in the bundled config back into places in the project's modules. */
export interface SourceLocator {
  /**
   * The innermost frame of a stack that stands in one of the project's modules; `{}` when none does.
   *
   * @param column an output column that the frame's call names: the line is then that of the name, if there is just one.
   */
  locate(trace: { readonly stack?: string | undefined }, column?: string): Place
}

/**
 * Behind the URL of the bundle: `…(file:///x/config.mjs:12:3)`, `at file:///x/config.mjs:12:3` and the
 * `file:///x/config.mjs:12` of a link error. What the URL itself looks like is nothing to rely on: it may have
 * parentheses.
 */
const POSITION = /^:(\d+)(?::(\d+))?\)?$/

const isBelow = (dir: string, file: string): boolean => file.startsWith(dir + sep)

/**
 * @param bundle where the bundle stands: its URL in stack frames.
 * @param map its source map; read only when the first place is asked for.
 */
export function sourceLocator(projectDir: string, bundle: URL, map: string): SourceLocator {
  let tracer: TraceMap | undefined
  const own = ownPackage()
  const modules: ParsedModules = new Map()

  const mapFrame = (line: number, column: number, named: string | undefined): Place | undefined => {
    tracer ??= new TraceMap(map)
    const found = originalPositionFor(tracer, { line, column })
    if (found.source === null) return undefined
    const file = resolve(dirname(fileURLToPath(bundle)), found.source)
    // Running from source, the declaration API is part of the bundle; its own frames are not the user's.
    if (own.fromSource && isBelow(own.code, file)) return undefined
    const exact = named === undefined ? undefined : columnLine(file, found.line, found.column, named, modules)
    return { file: relative(projectDir, file).split(sep).join('/'), line: exact ?? found.line }
  }

  return {
    locate({ stack = '' }, named) {
      for (const after of stack.split(bundle.href).slice(1)) {
        const [, line, column] = POSITION.exec(after.split('\n', 1)[0] ?? '') ?? []
        const place = line === undefined ? undefined : mapFrame(Number(line), Number(column ?? 1) - 1, named)
        if (place) return place
      }
      return {}
    },
  }
}
