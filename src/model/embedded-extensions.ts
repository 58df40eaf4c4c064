/**
 * Extensions with types that ship with the embedded Postgres. They are those of Postgres's own source tree, so their
 * functions and operators are the ones that the user's database has.
 */
export const embeddedExtensions = [
  'citext',
  'cube',
  'earthdistance',
  'hstore',
  'intarray',
  'isn',
  'lo',
  'ltree',
  'seg',
] as const

export type EmbeddedExtension = (typeof embeddedExtensions)[number]

export const isEmbeddedExtension = (name: string): name is EmbeddedExtension =>
  embeddedExtensions.some((known) => known === name)
