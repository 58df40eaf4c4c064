/** One generated file: its path below the output folder and its whole text. */
export interface Artifact {
  /** Relative, with forward slashes: `sql/01_create_views.sql`. */
  readonly path: string
  readonly text: string
}
