import { DiagnosticError } from '../../model/diagnostic.js'

/** Rules of npm: https://github.com/npm/validate-npm-package-name. */
const ACCEPTED = /^(?:@[a-z0-9-~][a-z0-9-._~]*\/)?[a-z0-9-~][a-z0-9-._~]*$/
const MOST_CHARACTERS = 214
const REFUSED = new Set(['node_modules', 'favicon.ico'])

/** A package cannot depend on a package with its own name, and an import of that name resolves to itself. */
const DEPENDENCIES = new Set(['fusion-store', 'kysely', 'typescript'])

const isAccepted = (name: string): boolean =>
  ACCEPTED.test(name) && name.length <= MOST_CHARACTERS && !REFUSED.has(name) && !DEPENDENCIES.has(name)

/** A similar name that npm accepts: `Prices (new)` becomes `prices-new`. */
export function suggestName(text: string): string {
  const slug = text
    .normalize('NFKD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9._~]+/g, '-')
    .replace(/^[-._~]+|[-._~]+$/g, '')
    .slice(0, 100)
    .replace(/[-._~]+$/, '')
  const name = slug === '' ? 'store' : slug
  return isAccepted(name) ? name : `${name.replaceAll('.', '-')}-project`
}

/**
 * The name of a new project and its package.
 *
 * @param given value of `--name`.
 * @param folder name of the project's folder, used if no name is given.
 * @throws DiagnosticError FS563
 */
export function projectName(given: string | undefined, folder: string): string {
  if (given === undefined) return suggestName(folder)
  if (isAccepted(given)) return given
  const message = DEPENDENCIES.has(given)
    ? `a project cannot have the same name as one of its dependencies: ${given}`
    : given.trim() === ''
      ? 'the name of the project is empty'
      : `npm does not accept the name ${JSON.stringify(given)}`
  const suggested = suggestName(given.trim() === '' ? folder : given)
  const hint = `Use lower-case letters, digits and hyphens, for example --name ${suggested}.`
  throw new DiagnosticError([{ code: 'FS563', place: {}, message, hint }])
}
