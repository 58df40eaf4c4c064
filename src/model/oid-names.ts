/** Names of what users have made, by OID; the numbers mean nothing from one database to the next. */
export interface OidNames {
  readonly relations: ReadonlyMap<string, string>
  readonly functions: ReadonlyMap<string, string>
  readonly types: ReadonlyMap<string, string>
}
