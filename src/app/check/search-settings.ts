/** How `check` looks for rows that show what a changed view returns differently. */
export interface SearchSettings {
  /** How often rows are drawn; 0 for no search. */
  readonly tries: number
  readonly seed: number
}

export const DEFAULT_SEARCH: SearchSettings = { tries: 60, seed: 1 }
