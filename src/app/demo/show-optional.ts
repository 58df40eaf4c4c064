import { latestRun } from '../../certify/run/run-certification.js'
import type { CompiledCertification } from '../../model/certification.js'
import { isOptionalSqlFile } from '../../model/sql-files.js'
import type { Session } from '../../postgres/session.js'
import type { BuiltProject } from '../build/pipeline.js'
import type { Progress } from '../ports.js'
import { type Act, readAs, trainerReads } from './acts.js'
import { runFile } from './run-demo.js'

/**
 * The files that install an optional store, fill its stored relations and certify it, in the order in which they are
 * run.
 */
const filesOf = ({ project, artifacts }: BuiltProject, { procedure }: CompiledCertification): string[] =>
  [
    'optional/00_stored_relations.sql',
    ...project.files.filter(isOptionalSqlFile),
    'optional/01_refresh_stored_relations.sql',
    `optional/02_certify_${procedure}.sql`,
  ].filter((file) => artifacts.some(({ path }) => path === `sql/${file}`))

/**
 * Demonstrates an optional store: its files install and certify it, and a trainer reads it. What a guard does was shown
 * before.
 *
 * @param show called with each act as soon as it is finished.
 */
export async function showOptional(
  session: Session,
  built: BuiltProject,
  certification: CompiledCertification,
  progress: Progress,
  show: (act: Act) => void,
): Promise<readonly Act[]> {
  const { aliases, guarded, roles } = certification
  const files = filesOf(built, certification)
  for (const file of files) {
    progress.step(`running ${file}`)
    await runFile(session, built, file)
  }
  const run = await latestRun(session, certification)
  if (!run) throw new Error('the optional files certified nothing')
  const installed: Act = {
    title: 'An optional store is installed and certified',
    text: 'install.sql leaves it out. These files create it, fill its stored relations and certify it.',
    statements: files.map((file) => `\\i sql/${file}`),
    outcome: { kind: 'certification', run, aliases: aliases.length },
  }
  show(installed)
  const read: Act = {
    title: 'A trainer reads it',
    text: '',
    statements: trainerReads(certification),
    outcome: await readAs(session, roles.trainer, guarded),
  }
  show(read)
  return [installed, read]
}
