/** The parts of a check report. */
export type {
  Acceptance,
  Against,
  Change,
  CheckReport,
  CheckSection,
  FileChange,
  Affected,
  Impact,
  Outcome,
} from '../../check/index.js'
export { statementStarts, unifiedDiff, withoutStatements } from '../../check/index.js'
export type * from '../../model/change-verdict.js'
export { diffLabels } from './diff-labels.js'
