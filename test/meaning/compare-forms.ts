import type { PGlite } from '@electric-sql/pglite'
import { compileForms } from '../../src/compile/index.js'
import { compareView } from '../../src/meaning/index.js'
import { displayName } from '../../src/model/relation-name.js'
import { createSource } from '../../src/model/create/create-relation.js'
import { sessionOf } from '../analyze/support/session.js'
import type { DrawnProject } from './draw/projects.js'

/** What came of holding a project's compiled form to its plain one. */
export type Comparison =
  | { readonly kind: 'same'; readonly rows: number }
  | { readonly kind: 'refused'; readonly by: string }
  | { readonly kind: 'different'; readonly why: string; readonly compiled: string; readonly plain: string }

/** Compares both forms of every view over the drawn rows, in a database that has the schemas. Leaves nothing. */
export async function compareForms(
  db: PGlite,
  { project, inserts }: Pick<DrawnProject, 'project' | 'inserts'>,
): Promise<Comparison> {
  const forms = compileForms(project)
  if ('diagnostics' in forms)
    return { kind: 'refused', by: forms.diagnostics.map(({ code }) => code).join(' ') }
  const statements = forms.sources.map((s) => createSource(s) + (inserts.get(displayName(s)) ?? ''))
  await db.exec('BEGIN')
  try {
    await db.exec(statements.join(''))
    let rows = 0
    for (const view of forms.views) {
      const meaning = await compareView(sessionOf(db), view, 'plain')
      const { outcome, difference } = meaning
      if (outcome === 'refused') return { kind: 'refused', by: `Postgres: ${difference}` }
      if (outcome === 'different')
        return { kind: 'different', why: `${displayName(view)}: ${difference}`, ...view }
      rows += meaning.rows
    }
    return { kind: 'same', rows }
  } finally {
    await db.exec('ROLLBACK')
  }
}
