import type { Session } from '../../io/postgres/session.js'
import type { BuiltProject } from '../pipeline.js'

/** The generated SQL files in the order in which they are to be run. */
export const sqlFiles = ({ project, artifacts }: BuiltProject): readonly string[] =>
  project.certifications.length > 0
    ? // Those of the certification are numbered to come between and after the project's own.
      artifacts.flatMap(({ path }) => /^sql\/([^/]+)$/.exec(path)?.[1] ?? []).toSorted()
    : project.files

/** Runs a generated SQL file. */
export async function runFile(session: Session, { artifacts }: BuiltProject, file: string): Promise<void> {
  await session.exec(artifacts.find(({ path }) => path === `sql/${file}`)?.text ?? '')
}
