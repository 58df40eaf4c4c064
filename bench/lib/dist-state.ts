import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** Time of the latest change of a file below a folder. */
function newest(dir: string): number {
  const files = readdirSync(dir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  return Math.max(0, ...files.map(({ parentPath, name }) => statSync(join(parentPath, name)).mtimeMs))
}

/** Whether `dist/`, which is measured, was built from the current `src/`. */
export function distState(root: string): string {
  const built = statSync(join(root, 'dist/bundle/main.js'), { throwIfNoEntry: false })
  if (!built) throw new Error('there is no dist/: run npm run build first')
  return built.mtimeMs >= newest(join(root, 'src')) ? 'dist/, current' : 'dist/, OLDER than src/'
}
