import { dirname, relative, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { originalPositionFor, TraceMap } from '@jridgewell/trace-mapping'
import type { Place } from '../model/diagnostic.js'
import { columnLine, type ParsedModules } from './column-line.js'
import { ownPackage } from './own-package.js'

/** Maps places in the bundled config to places in the project's modules. */
export interface SourceLocator {
  /**
   * The innermost stack frame in one of the project's modules; `{}` if there is none.
   *
   * @param column an output column named by the frame's call. If it is named exactly once, the line is that of the name.
   */
  locate(trace: { readonly stack?: string | undefined }, column?: string): Place
}

/**
 * The position after the URL of the bundle: `…(file:///x/config.mjs:12:3)`, `at file:///x/config.mjs:12:3` and the
 * `file:///x/config.mjs:12` of a link error. The URL itself may contain parentheses.
 */
const POSITION = /^:(\d+)(?::(\d+))?\)?$/

/** esbuild writes the paths of a source map as parts of a URL. */
function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}

const isBelow = (dir: string, file: string): boolean => file.startsWith(dir + sep)

/**
 * @param bundle URL of the bundle in stack frames.
 * @param map its source map, parsed when the first place is requested.
 */
export function sourceLocator(projectDir: string, bundle: URL, map: string): SourceLocator {
  let tracer: TraceMap | undefined
  const own = ownPackage()
  const modules: ParsedModules = new Map()

  const mapFrame = (line: number, column: number, named: string | undefined): Place | undefined => {
    tracer ??= new TraceMap(map)
    const found = originalPositionFor(tracer, { line, column })
    if (found.source === null) return undefined
    const file = resolve(dirname(fileURLToPath(bundle)), decoded(found.source))
    // If the package runs from source, the bundle contains the declaration API. Its frames are skipped.
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

/** The same over several bundles, by URL: the innermost frame may be in any of them. */
export const innermost = (locators: ReadonlyMap<string, SourceLocator>): SourceLocator => ({
  locate(trace, named) {
    const { stack = '' } = trace
    const mentioned = [...locators].flatMap(([href, locator]) => {
      const at = stack.indexOf(href)
      return at < 0 ? [] : [{ at, locator }]
    })
    for (const { locator } of mentioned.toSorted((a, b) => a.at - b.at)) {
      const place = locator.locate(trace, named)
      if (place.file !== undefined) return place
    }
    return {}
  },
})
