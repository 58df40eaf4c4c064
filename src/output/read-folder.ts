import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, sep } from 'node:path'

/**
 * Texts of the files below a folder, by path with forward slashes; empty if the folder does not exist. Skips files whose
 * names begin with a dot.
 */
export function readFolder(dir: string): Map<string, string> {
  const files = new Map<string, string>()
  if (!statSync(dir, { throwIfNoEntry: false })?.isDirectory()) return files
  for (const entry of readdirSync(dir, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || entry.name.startsWith('.')) continue
    const path = join(entry.parentPath, entry.name)
    files.set(
      path
        .slice(dir.length + 1)
        .split(sep)
        .join('/'),
      readFileSync(path, 'utf8'),
    )
  }
  return files
}
