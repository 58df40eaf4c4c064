/**
 * Names of the files that are generated beside the project's own: those of certification and of stored relations, and
 * those of every project.
 */
const OWN = [
  /^00_audit_framework\.sql$/i,
  /^00_stored_relations\.sql$/i,
  /^03_baseline_viewdefs\.sql$/i,
  /^03_refresh_stored_relations\.sql$/i,
  /^04_baseline_dataset_hashes_\d+\.sql$/i,
  /^05_cert_functions\.sql$/i,
  /^06_run_certification\.sql$/i,
  /^install\.sql$/i,
  /^optional\/(00_stored_relations|01_refresh_stored_relations|02_certify_.*|drop_and_recreate|98_uninstall_stored_relations|99_uninstall)\.sql$/i,
]

/** Whether a project's file would have the name of one that is generated beside them. */
export const isOwnSqlFile = (file: string): boolean => OWN.some((own) => own.test(file))

/** Whether a file is run only where somebody decides to: install.sql does not include it. */
export const isOptionalSqlFile = (file: string): boolean => file.startsWith('optional/')

/** What creates the audit schema, which guarded views need. */
const isFramework = (file: string): boolean => file.startsWith('00_')

/** What reads the data: a refresh, the baseline of its days, and a certification. */
export const readsData = (file: string): boolean =>
  /^(03_refresh_stored_relations|04_baseline_dataset_hashes_\d+|06_run_certification)\.sql$/.test(file)

/**
 * SQL files in the order in which they must run, without optional ones.
 *
 * @param files the project's own, in its order.
 * @param certification those of its certification, by their numbers.
 */
export const runOrder = (files: readonly string[], certification: readonly string[]): readonly string[] => [
  ...certification.filter(isFramework),
  ...files.filter((file) => !isOptionalSqlFile(file)),
  ...certification.filter((file) => !isFramework(file)).toSorted(),
]
