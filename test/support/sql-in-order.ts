import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Names of the generated SQL files of a folder in the order in which its install.sql runs them. */
export const sqlInOrder = (dir: string): readonly string[] =>
  readFileSync(join(dir, 'install.sql'), 'utf8')
    .split('\n')
    .flatMap((line) => /^\\ir '(.*)'$/.exec(line)?.[1]?.replaceAll("''", "'") ?? [])
