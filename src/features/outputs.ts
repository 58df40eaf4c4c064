import type { WrittenList } from './settings.js'

type ByNull<Settings> = Settings extends { readonly unknown: null } ? number | null : number

type Names<Name, Feature> = Feature extends { readonly oneHot: readonly (infer Value)[] }
  ? `${Name & string}=${Value & (string | number | boolean)}`
  : Name

type Output<Feature> = Feature extends (row: never) => infer Result
  ? null extends Result
    ? number | null
    : number
  : ByNull<Feature>

/** The features of a row by name. Booleans are 1 or 0; null occurs only where the list says so. */
export type Features<List extends WrittenList<never>> = {
  readonly [Name in keyof List as Names<Name, List[Name]>]: Output<List[Name]>
}
