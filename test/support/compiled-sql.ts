import { certificationArtifacts } from '../../src/certify/install/index.js'
import { compileProject } from '../../src/compile/index.js'
import type { ProjectDeclaration } from '../../src/declare/project.js'
import { createSchemas } from '../../src/model/create/create-schemas.js'
import { quoteRelation } from '../../src/model/quote-identifier.js'
import { readAuditPart } from '../../src/postgres/own-sql.js'

/**
 * The SQL files of a project, without what only an analysis gives, in the order in which they are to be run: compiling
 * takes a moment, building seconds.
 *
 * @param which those whose names match.
 */
export function compiledSql(declaration: ProjectDeclaration, which = /./): readonly string[] {
  const { project, diagnostics } = compileProject(declaration, () => ({}))
  if (!project) throw new Error(JSON.stringify(diagnostics))
  const createViews = (file: string): string => {
    const own = project.views.filter((relation) => relation.file === file)
    const create = own.map(
      (relation) => `CREATE OR REPLACE VIEW ${quoteRelation(relation)} AS\n${relation.select};\n`,
    )
    return `${createSchemas(own)}${create.join('')}`
  }
  const files = new Map([
    ...project.files.map((file) => [file, createViews(file)] as const),
    ...certificationArtifacts(project, readAuditPart).map(
      (artifact) => [artifact.path.replace('sql/', ''), artifact.text] as const,
    ),
  ])
  return [...files.keys()]
    .filter((file) => which.test(file) && !file.startsWith('optional/'))
    .toSorted()
    .map((file) => files.get(file) ?? '')
}
