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
export { unifiedDiff } from '../../check/index.js'
export { diffLabels } from './diff-labels.js'
