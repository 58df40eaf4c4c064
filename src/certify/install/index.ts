import type { AnalyzedInvariant } from '../../model/analyzed-invariant.js'
import type { Artifact } from '../../model/artifact.js'
import type { CompiledProject } from '../../model/compiled-project.js'
import { creationPath } from '../../model/creation-path.js'
import { openContracts } from '../open-contracts.js'
import { emitDayCapture, emitDefinitionBaseline } from './emit-baselines.js'
import { emitCertFunctions, emitRun } from './emit-cert-functions.js'
import { emitFramework } from './emit-framework.js'
import { storedArtifacts } from './emit-stored-framework.js'
import { emitUninstall } from './emit-uninstall.js'
import type { ReadPart } from './sql-files.js'

export { surveyQuestion } from './emit-survey.js'
export type { ReadPart } from './sql-files.js'

/**
 * The SQL files of a project's certification and of its stored relations, to be run in the order of their numbers; none
 * when it has neither.
 *
 * @param invariants with their verdicts. Those of layers and views that are not among the proven ones are checked.
 */
export function certificationArtifacts(
  { certifications, contracts, types, views }: CompiledProject,
  read: ReadPart,
  invariants: readonly AnalyzedInvariant[] = [],
): readonly Artifact[] {
  const stored = storedArtifacts(views, read)
  if (certifications.length === 0) return stored
  const spans = [...new Set(certifications.map(({ baselineDays }) => baselineDays))]
  const files: Readonly<Record<string, string>> = {
    '00_audit_framework.sql': emitFramework(certifications, read),
    '03_baseline_viewdefs.sql': emitDefinitionBaseline(certifications),
    ...Object.fromEntries(
      spans.map((days) => [
        `04_baseline_dataset_hashes_${days}.sql`,
        emitDayCapture(
          certifications.filter(({ baselineDays }) => baselineDays === days),
          days,
        ),
      ]),
    ),
    '05_cert_functions.sql': emitCertFunctions(
      certifications.map((certified) => ({
        certified,
        open: openContracts(certified, contracts, invariants),
      })),
      creationPath(types),
      stored.length > 0,
      read,
    ),
    '06_run_certification.sql': emitRun(certifications),
    'optional/99_uninstall.sql': emitUninstall(certifications, read),
  }
  return [...stored, ...Object.entries(files).map(([file, text]) => ({ path: `sql/${file}`, text }))]
}
