export interface ShuffleDocument {
  readonly outcome: string
  readonly where: string
  readonly sources: readonly { readonly name: string; readonly rows: number; readonly of: number }[]
  readonly views: readonly {
    readonly name: string
    readonly outcome: string
    readonly rows: number
    readonly round: string | null
  }[]
}

export const documentOf = (stdout: string): ShuffleDocument => JSON.parse(stdout) as ShuffleDocument

export const outcomes = ({ views }: ShuffleDocument): Record<string, string> =>
  Object.fromEntries(views.map(({ name, outcome }) => [name, outcome]))
