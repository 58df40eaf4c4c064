import type { CertificationDeclaration } from './certification.js'
import type { Declaration, QueryDeclaration } from './relation.js'
import { stored } from './stored.js'

interface File {
  readonly file: string
  readonly relations: readonly (Declaration | undefined)[]
}

interface Served {
  readonly guarded: QueryDeclaration
  readonly relation: QueryDeclaration
}

/**
 * Puts a stored relation between a guarded view and the view that it guards, for each certification that is served from
 * one: the guarded view reads the stored rows, and everything else stays as it is.
 */
export function serveStored(
  files: readonly File[],
  certifications: readonly (CertificationDeclaration | undefined)[],
): readonly File[] {
  const served = new Map(
    certifications.flatMap((declared) => {
      const one = declared?.served && servedBy(declared)
      return one && declared?.guarded ? [[declared.guarded as Declaration, one] as const] : []
    }),
  )
  if (served.size === 0) return files
  return files.map(({ file, relations }) => ({
    file,
    relations: relations.flatMap((relation) => {
      const one = relation && served.get(relation)
      return one ? [one.relation, one.guarded] : [relation]
    }),
  }))
}

function servedBy({ guarded, key, served = {}, site }: CertificationDeclaration): Served | undefined {
  const of = guarded?.inputs['guarded']
  if (guarded === undefined || of === undefined) return undefined
  const made = stored(
    `${of.name}_stored`,
    `The rows of ${of.name} as they were last refreshed.`,
    { declaration: of },
    {
      refresh: 'byKey',
      ...served,
      key,
    } as never,
  ).declaration as QueryDeclaration
  const relation = { ...made, site }
  return { relation, guarded: { ...guarded, inputs: { guarded: relation } } }
}
