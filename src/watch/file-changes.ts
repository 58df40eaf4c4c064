import { type FSWatcher, watch } from 'chokidar'
import { basename, extname, sep } from 'node:path'
import { changedSince } from '../cache/changed-since.js'
import { fileHash } from '../cache/file-hash.js'
import { reasonOf } from '../model/error-code.js'

/** Files that something was made of, and whether they have changed since. */
export interface FileChanges {
  /**
   * Also reports changes of these files, wherever they are.
   *
   * @param since milliseconds since the epoch; what has changed since then is reported, too.
   */
  include(files: readonly string[], since: number): void
  /** Resolves when something has changed. Several changes in quick succession, as editors and git make them, are one. */
  next(): Promise<Changes>
  close(): Promise<void>
}

/** What has changed since the last call. */
export interface Changes {
  /** Absolute, at least one. */
  readonly paths: readonly string[]
  /** Whether some of them were added or removed. */
  readonly hasOthers: boolean
}

/** Files that a module can import. */
const IMPORTED = new Set(['.ts', '.mts', '.cts', '.tsx', '.js', '.mjs', '.cjs', '.jsx', '.json', '.sql'])

/** chokidar reports a file once in 50 ms, and says nothing of what is written in between. */
const UNREPORTED_MS = 60

/** Long enough for the files that an editor saves together, short enough not to be noticed. */
const QUIET_MS = 25

/**
 * Watches the modules below a folder.
 *
 * @param ignored folders whose files do not count. Those of packages and of version control never do.
 * @param onError receives what keeps it from watching.
 */
export async function fileChanges(
  folder: string,
  ignored: readonly string[],
  onError: (reason: string) => void,
): Promise<FileChanges> {
  const included = new Set<string>()
  const isIgnored = (path: string, stats?: { isFile(): boolean }): boolean => {
    if (included.has(path)) return false
    const name = basename(path)
    if (name === 'node_modules' || (name.startsWith('.') && path !== folder)) return true
    if (ignored.some((one) => path === one || path.startsWith(one + sep))) return true
    return stats?.isFile() === true && !IMPORTED.has(extname(path))
  }
  const watcher: FSWatcher = watch(folder, { ignored: isIgnored, ignoreInitial: true })
  const changed = new Set<string>()
  let hasOthers = false
  let wake: (() => void) | undefined
  const known = new Map<string, string | null>()
  /** Whether a file has another text than when it was last reported: one save can be several events. */
  const isOther = (path: string): boolean => {
    const hash = fileHash(path)
    if (known.get(path) === hash) return false
    known.set(path, hash)
    return true
  }
  const add = (path: string): void => {
    changed.add(path)
    wake?.()
  }
  const timers = new Set<NodeJS.Timeout>()
  watcher.on('all', (event, path) => {
    if (event === 'addDir' || event === 'unlinkDir') return
    hasOthers ||= event !== 'change'
    add(path)
    const timer = setTimeout(() => {
      timers.delete(timer)
      if (fileHash(path) !== known.get(path)) add(path)
    }, UNREPORTED_MS)
    timers.add(timer)
  })
  watcher.on('error', (error) => onError(reasonOf(error)))
  // After an error it may never be ready; what keeps it from watching was passed on.
  await new Promise<void>((resolve) => {
    watcher.once('ready', resolve)
    watcher.once('error', () => resolve())
  })
  return {
    include(files, since) {
      const outside = files.filter((file) => !included.has(file) && isIgnored(file))
      const elsewhere = files.filter((file) => !included.has(file) && !file.startsWith(folder + sep))
      const fresh = [...new Set([...outside, ...elsewhere])]
      for (const file of fresh) {
        included.add(file)
        if (changedSince(file, since)) add(file)
      }
      if (fresh.length > 0) watcher.add(fresh)
    },
    async next() {
      for (;;) {
        if (changed.size === 0) await new Promise<void>((resolve) => (wake = resolve))
        wake = undefined
        for (let seen = 0; seen < changed.size;) {
          seen = changed.size
          await new Promise((resolve) => setTimeout(resolve, QUIET_MS))
        }
        const paths = [...changed].filter(isOther)
        const changes = { paths, hasOthers }
        changed.clear()
        hasOthers = false
        if (paths.length > 0) return changes
      }
    },
    close() {
      for (const timer of timers) clearTimeout(timer)
      return watcher.close()
    },
  }
}
