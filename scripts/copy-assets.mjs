// tsc does not copy files that are not TypeScript, and the compiler reads its SQL and JSON files at run time.
import { cpSync } from 'node:fs'

cpSync('src', 'dist', {
  recursive: true,
  filter: (path) => !path.endsWith('.ts'),
})
