/** Names of user-defined objects by OID. OIDs differ from database to database. */
export interface OidNames {
  readonly relations: ReadonlyMap<string, string>
  readonly functions: ReadonlyMap<string, string>
  readonly types: ReadonlyMap<string, string>
}
