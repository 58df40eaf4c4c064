import { certifying } from './certifying.js'
import { checks, demonstration, explaining } from './commands.js'
import { auditErrors, guardErrors, recreationErrors, storedErrors } from './database-errors.js'
import { declarations } from './declarations.js'
import { declaredObjects } from './declared-objects.js'
import { determinism, resolution } from './analysis.js'
import type { DiagnosticEntry } from './entry.js'
import { output, servers } from './environment.js'
import { features } from './features.js'
import { inspecting } from './inspecting.js'
import { loading } from './loading.js'
import { pointInTime } from './point-in-time.js'
import { exporting, reading } from './reading.js'
import { refreshing } from './refreshing.js'
import { starting } from './starting.js'
import { storing } from './storing.js'

/**
 * Every diagnostic code. A code that is missing here does not compile. A number is never reused for another meaning.
 */
export const registry = {
  ...loading,
  ...declarations,
  ...declaredObjects,
  ...resolution,
  ...determinism,
  ...storing,
  ...pointInTime,
  ...features,
  ...reading,
  ...exporting,
  ...servers,
  ...output,
  ...starting,
  ...explaining,
  ...inspecting,
  ...checks,
  ...demonstration,
  ...certifying,
  ...refreshing,
  ...guardErrors,
  ...auditErrors,
  ...storedErrors,
  ...recreationErrors,
} as const

export type DiagnosticCode = keyof typeof registry

interface Section {
  readonly title: string
  readonly entries: Readonly<Record<string, DiagnosticEntry>>
}

/** The codes in the order of presentation. */
export const sections: readonly Section[] = [
  { title: 'Loading the project', entries: loading },
  { title: 'Declarations', entries: { ...declarations, ...declaredObjects } },
  { title: 'Analysis', entries: resolution },
  { title: 'Determinism of what is certified', entries: determinism },
  { title: 'Stored relations', entries: storing },
  { title: 'Point in time', entries: pointInTime },
  { title: 'Features', entries: features },
  { title: 'Reads of a trainer', entries: { ...reading, ...exporting } },
  { title: 'Postgres servers', entries: servers },
  { title: 'Generated files', entries: output },
  { title: 'New projects', entries: starting },
  { title: 'Explanations', entries: explaining },
  { title: 'Inspection', entries: inspecting },
  { title: 'Checks', entries: checks },
  { title: 'The demo', entries: demonstration },
  { title: 'Certification', entries: certifying },
  { title: 'Refreshing stored relations', entries: refreshing },
  { title: 'Errors of the guard', entries: guardErrors },
  { title: 'Errors of the audit schema', entries: auditErrors },
  { title: 'Errors of stored relations', entries: storedErrors },
  { title: 'Errors of drop_and_recreate.sql', entries: recreationErrors },
]
