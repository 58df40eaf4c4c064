import { dirname, relative, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { originalPositionFor, TraceMap } from '@jridgewell/trace-mapping'
import type { Place } from '../../model/diagnostic.js'
import { ownPackage } from './own-package.js'

/** Turns places in the bundled config back into places in the project's modules. */
export interface SourceLocator {
  /** The innermost frame of a stack that stands in one of the project's modules; `{}` when none does. */
  locate(trace: { readonly stack?: string | undefined }): Place
}

/** `…(file:///x/config.mjs:12:3)`, `at file:///x/config.mjs:12:3` and the `file:///x/config.mjs:12` of a link error. */
const FRAME = /(file:\/\/[^\s()]+?):(\d+)(?::(\d+))?\)?$/gm

const isBelow = (dir: string, file: string): boolean => file.startsWith(dir + sep)

/**
 * @param bundle where the bundle stands: its URL in stack frames.
 * @param map its source map; read only when the first place is asked for.
 */
export function sourceLocator(projectDir: string, bundle: URL, map: string): SourceLocator {
  let tracer: TraceMap | undefined
  const own = ownPackage()

  const mapFrame = (line: number, column: number): Place | undefined => {
    tracer ??= new TraceMap(map)
    const found = originalPositionFor(tracer, { line, column })
    if (found.source === null) return undefined
    const file = resolve(dirname(fileURLToPath(bundle)), found.source)
    // Running from source, the declaration API is part of the bundle; its own frames are not the user's.
    if (own.fromSource && isBelow(own.code, file)) return undefined
    return { file: relative(projectDir, file).split(sep).join('/'), line: found.line }
  }

  return {
    locate({ stack = '' }) {
      for (const [, url, line, column] of stack.matchAll(FRAME)) {
        if (url !== bundle.href) continue
        const place = mapFrame(Number(line), Number(column ?? 1) - 1)
        if (place) return place
      }
      return {}
    },
  }
}
