import type { Artifact } from '../../model/artifact.js'
import type { StarterStore } from './starter-store.js'

export interface ProjectFilesSettings {
  readonly name: string
  readonly store: StarterStore
  /** Whether the sources were read from a database. */
  readonly fromDatabase: boolean
  /** The project's folder relative to the repository, with forward slashes; empty if they are the same. */
  readonly pathInRepository: string
}

/** A folder with this file is a project. */
export const CONFIG_PATH = 'fusion.config.ts'
export const WORKFLOW_PATH = '.github/workflows/fusion.yml'

/** All files of a new project except for `package.json`. */
export const projectFiles = (settings: ProjectFilesSettings): readonly Artifact[] => [
  { path: CONFIG_PATH, text: config(settings) },
  ...settings.store.modules,
  { path: 'tsconfig.json', text: TSCONFIG },
  { path: '.gitignore', text: GITIGNORE },
  { path: WORKFLOW_PATH, text: workflow(settings) },
  { path: 'README.md', text: readme(settings) },
]

const config = ({ name, store: { view } }: ProjectFilesSettings): string =>
  `import { defineProject } from 'fusion-store'
import { ${view.identifier} } from './${view.module}.js'

export default defineProject({
  name: '${name}',
  // SQL files in the order in which they are run, each with the views that it creates.
  sql: { '01_views.sql': [${view.identifier}] },
})
`

/** Works with any "type" of an existing package. */
const TSCONFIG = `{
  "compilerOptions": {
    "target": "es2023",
    "module": "preserve",
    "strict": true,
    "noUncheckedIndexedAccess": true,
    "exactOptionalPropertyTypes": true,
    "verbatimModuleSyntax": true,
    "skipLibCheck": true,
    "types": ["node"],
    "noEmit": true
  },
  "include": ["fusion.config.ts", "sources", "layers", "views", "generated"]
}
`

const GITIGNORE = `node_modules/
generated/.fusion-write/
`

/** A YAML string. In double quotes YAML accepts JSON strings. */
const yaml = (text: string): string => (/['\p{Cc}]/u.test(text) ? JSON.stringify(text) : `'${text}'`)

function workflow({ pathInRepository }: ProjectFilesSettings): string {
  const isBelow = pathInRepository !== ''
  const folder = isBelow
    ? `    defaults:
      run:
        working-directory: ${yaml(pathInRepository)}
`
    : ''
  const lock = isBelow
    ? `          cache-dependency-path: ${yaml(`${pathInRepository}/package-lock.json`)}\n`
    : ''
  return `name: fusion

on: [push, pull_request]

jobs:
  check:
    runs-on: ubuntu-latest
${folder}    steps:
      - uses: actions/checkout@v5
      - uses: actions/setup-node@v5
        with:
          node-version: 22
          cache: npm
${lock}      - run: npm ci
      - run: npm run typecheck
      # Fails when generated/ or the accepted baseline differs from what the project compiles to.
      - run: npm run check:sql
`
}

function readme({ name, fromDatabase }: ProjectFilesSettings): string {
  const sources = fromDatabase
    ? 'the tables that the store reads, as found in the database'
    : 'the tables that the store reads'
  const layers = fromDatabase
    ? ''
    : '- `layers/`: queries with a name, nested into the views that read them\n'
  const compare = fromDatabase
    ? '\n`npx fusion check --database` compares the project with the database that `DATABASE_URL` names.\n'
    : ''
  return `# ${name}

A feature store, compiled by [fusion-store](https://www.npmjs.com/package/fusion-store) from TypeScript to Postgres
views and row types.

- \`fusion.config.ts\`: the SQL files and the views in them
- \`sources/\`: ${sources}
${layers}- \`views/\`: the views that are created in the database
- \`generated/\`: SQL, row types and catalog; commit it, and do not edit it

\`\`\`sh
npm install
npm run build:sql                                         # write generated/
npm run typecheck
npx fusion baseline accept --reason "first version"       # say that these definitions are meant
npm run check:sql                                         # fails when anything differs; for CI
psql -f generated/sql/install.sql                         # create the views in a database
\`\`\`
${compare}`
}
