import type { Session } from '../../postgres/session.js'
import { type BuiltProject, sqlOrder } from '../build/pipeline.js'

/** The generated SQL files in the order in which they are to be run. */
export const sqlFiles = ({ project, artifacts }: BuiltProject): readonly string[] =>
  sqlOrder(project, artifacts)

/** Runs a generated SQL file. */
export async function runFile(session: Session, { artifacts }: BuiltProject, file: string): Promise<void> {
  await session.exec(artifacts.find(({ path }) => path === `sql/${file}`)?.text ?? '')
}
