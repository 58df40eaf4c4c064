import type { AnalyzedProject } from '../../model/analyzed-project.js'
import type { Artifact } from '../../model/artifact.js'
import type { CompiledCertification } from '../../model/certification.js'
import type { CompiledProject } from '../../model/compiled-project.js'
import { certifiedClosure } from '../../model/certified-closure.js'
import { creationPath } from '../../model/creation-path.js'
import { quoteRelation } from '../../model/quote-identifier.js'
import { displayName } from '../../model/relation-name.js'
import { openContracts } from '../open-contracts.js'
import { emitDayCapture, emitDefinitionBaseline } from './emit-baselines.js'
import { emitCertFunctions, emitRun } from './emit-cert-functions.js'
import { emitFramework } from './emit-framework.js'
import { storedArtifacts } from './emit-stored-framework.js'
import { emitUninstall } from './emit-uninstall.js'
import { pointInTimeRecord } from './point-in-time-record.js'
import type { ReadPart } from './sql-files.js'

export { surveyQuestion } from './emit-survey.js'
export type { ReadPart } from './sql-files.js'

/**
 * The SQL files of a project's certification and of its stored relations, to be run in the order of their numbers; none
 * when it has neither.
 *
 * @param analyzed what was proven. Invariants of layers and views that are not among the proven ones are checked, and gate
 *   P keeps the proofs of the sources.
 */
export function certificationArtifacts(
  { certifications, contracts, types, sources, views }: CompiledProject,
  read: ReadPart,
  {
    invariants = [],
    pointInTime = [],
    relations = [],
  }: Partial<Pick<AnalyzedProject, 'invariants' | 'pointInTime' | 'relations'>> = {},
): readonly Artifact[] {
  const stored = storedArtifacts(views, read)
  if (certifications.length === 0) return stored
  const path = creationPath(types)
  const functions = (certified: readonly CompiledCertification[]): string =>
    emitCertFunctions(
      certified.map((one) => ({ certified: one, open: openContracts(one, contracts, invariants) })),
      path,
      stored.length > 0,
      read,
    )
  const proofOf = (certified: CompiledCertification): object =>
    pointInTimeRecord(certified, pointInTime[certifications.indexOf(certified)], sources)
  const storedOf = (certified: CompiledCertification): readonly string[] => {
    const closure = certifiedClosure({ relations }, certified)
    return relations.filter((one) => one.stored && closure.has(displayName(one))).map(quoteRelation)
  }
  const installed = certifications.filter(({ isOptional }) => !isOptional)
  const spans = [...new Set(installed.map(({ baselineDays }) => baselineDays))]
  const files: Readonly<Record<string, string>> = {
    '00_audit_framework.sql': emitFramework(certifications, read),
    ...(installed.length > 0 && {
      '03_baseline_viewdefs.sql': emitDefinitionBaseline(installed, proofOf, storedOf),
      ...Object.fromEntries(
        spans.map((days) => [
          `04_baseline_dataset_hashes_${days}.sql`,
          emitDayCapture(
            installed.filter(({ baselineDays }) => baselineDays === days),
            days,
          ),
        ]),
      ),
      '05_cert_functions.sql': functions(installed),
      '06_run_certification.sql': emitRun(installed),
    }),
    ...Object.fromEntries(
      certifications
        .filter(({ isOptional }) => isOptional)
        .map((one) => [
          `optional/02_certify_${one.procedure}.sql`,
          // All of the above for one certification, in the same order.
          [
            emitDefinitionBaseline([one], proofOf, storedOf),
            emitDayCapture([one], one.baselineDays),
            functions([one]),
            emitRun([one]),
          ].join('\n'),
        ]),
    ),
    'optional/99_uninstall.sql': emitUninstall(certifications, read),
  }
  return [...stored, ...Object.entries(files).map(([file, text]) => ({ path: `sql/${file}`, text }))]
}
