import { checkSection, type CheckSection } from '../../check/index.js'
import { compileForms } from '../../compile/index.js'
import type { ProjectDeclaration } from '../../declare/project.js'
import { embeddedProvider } from '../../postgres/embedded/embedded-provider.js'
import { compareMeaning } from '../../meaning/index.js'
import { DiagnosticError } from '../../model/diagnostic.js'
import { displayName } from '../../model/relation-name.js'
import type { Context } from '../context.js'
import { withSession } from '../with-session.js'

/** Compares the views of a project with their plain forms, over generated rows in the embedded Postgres. */
export async function meaningSection(
  declaration: ProjectDeclaration,
  { rows, seed }: { readonly rows: number; readonly seed: number },
  { env, progress, interrupts }: Context,
): Promise<CheckSection> {
  const forms = compileForms(declaration)
  if ('diagnostics' in forms) throw new DiagnosticError(forms.diagnostics)
  progress.step('starting the embedded Postgres')
  const extensions = forms.types.some(({ definition }) => definition.kind === 'extension')
  const server = await embeddedProvider({ env, extensions }).start({ report: progress.note })
  const { views, empty, executesDifferently } = await withSession(interrupts, server, (session) =>
    compareMeaning(session, forms, { rows, seed, onView: (view) => progress.step(`comparing ${view}`) }),
  )
  const without = views.filter((view) => view.outcome === 'same' && view.rows === 0)
  const notes = [
    ...(without.length > 0
      ? [`${without.length} of ${views.length} views have no rows, so they were not compared.`]
      : []),
    ...(empty.length > 0 ? [`No rows could be generated for ${empty.join(', ')}.`] : []),
    ...executesDifferently,
  ]
  return checkSection({
    against: 'meaning',
    where: `embedded Postgres, ${rows} generated rows per source, seed ${seed}`,
    differs: views.some(({ outcome }) => outcome === 'different'),
    diagnostics: views.flatMap((view) => {
      if (view.outcome !== 'refused') return []
      const name = displayName(view)
      return [
        {
          code: 'FS707',
          place: { relation: name },
          message: `${name} could not be compared: ${view.difference}`,
          hint: 'Fix the declaration so that Postgres accepts the view and can read it for all values of the declared types.',
        },
      ]
    }),
    note: notes.length > 0 ? notes.join('\n') : null,
    views,
  })
}
