import { jsonDiagnostics } from '../json-diagnostics.js'
import type { ShuffleReport } from './shuffle-report.js'

/** What `fusion verify --shuffle --format json` prints. */
export const jsonShuffle = ({
  outcome,
  where,
  rounds,
  sources,
  views,
  notes,
  diagnostics,
}: ShuffleReport) => ({
  format: 1,
  outcome,
  where,
  rounds,
  sources,
  views,
  notes,
  diagnostics: jsonDiagnostics(diagnostics),
})
