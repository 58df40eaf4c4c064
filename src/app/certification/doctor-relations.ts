import type { Doctor } from '../../certify/run/read-doctor.js'
import { quoteIdentifier, quoteRelation } from '../../model/quote-identifier.js'
import type { DoctorCheck } from './doctor-check.js'

/** Objects that have the name of a view and are not a view owned by this role. */
export const doctorViews = ({ taken, facts }: Doctor): DoctorCheck[] =>
  taken.map((found): DoctorCheck => {
    const about = 'views'
    const name = quoteRelation(found)
    if (found.kind === 'view')
      return {
        about,
        state: 'denied',
        text: `${facts.role} does not own the view ${name}`,
        hint: `Connect as ${found.owner}, who owns the view, or as a member of that role.`,
      }
    return {
      about,
      state: 'problem',
      text: `${name} is a view in the project but a ${found.kind} in the database`,
      hint: `Rename or drop the ${found.kind} ${name}, or give the view another name in the project.`,
    }
  })

/** Sources that are missing or that this role cannot read. */
export const doctorSources = ({ closedSources, facts }: Doctor): DoctorCheck[] =>
  closedSources.map((source): DoctorCheck => {
    const about = 'sources'
    const name = quoteRelation(source)
    const [schema, role] = [quoteIdentifier(source.schema), quoteIdentifier(facts.role)]
    if (!source.exists)
      return {
        about,
        state: 'problem',
        text: `${name} does not exist`,
        hint: 'Create the source tables first.',
      }
    return {
      about,
      state: 'denied',
      text: `${facts.role} cannot read ${name}`,
      hint: `GRANT USAGE ON SCHEMA ${schema} TO ${role}; GRANT SELECT ON ${name} TO ${role};`,
    }
  })
