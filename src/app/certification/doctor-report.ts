import type { Doctor, SurveyedObject } from '../../certify/run/read-doctor.js'
import { quoteIdentifier, quoteRelation } from '../../model/quote-identifier.js'
import type { DoctorCheck } from './doctor-check.js'
import { doctorSources, doctorViews } from './doctor-relations.js'

/** Content of the audit schema: nothing, this system, an earlier version of it, or another system. */
export type Found = 'absent' | 'ours' | 'earlier' | 'somebody else'

const OLDEST = 140_000
const TRIED = 190_000
const RUN = 'Run psql -f generated/sql/install.sql.'

export const foundIn = ({ facts, version }: Doctor): Found => {
  if (facts.owner === null) return 'absent'
  if (!facts.isInstalled) return 'somebody else'
  return version === null && !facts.mayReadRecord ? 'earlier' : 'ours'
}

/** All checks, in reading order: server, existing objects, roles and privileges, requirements. */
export const doctorChecks = (doctor: Doctor): readonly DoctorCheck[] => [
  server(doctor),
  schema(doctor),
  ...doctor.objects.flatMap((object) => objectCheck(object, doctor)),
  ...doctorViews(doctor),
  ...doctorSources(doctor),
  ...roles(doctor),
  ...privileges(doctor),
  ...searchPath(doctor),
  ...indexes(doctor),
]

/** `denied`: only the role is insufficient. */
export function outcomeOf(doctor: Doctor): 'well' | 'problems' | 'denied' {
  const states = new Set(doctorChecks(doctor).map(({ state }) => state))
  if (states.has('problem')) return 'problems'
  return states.has('denied') ? 'denied' : 'well'
}

function server({ facts: { serverNumber, serverVersion } }: Doctor): DoctorCheck {
  const about = 'server'
  const text = `PostgreSQL ${serverVersion}`
  if (serverNumber < OLDEST)
    return { about, state: 'problem', text: `${text} is too old`, hint: 'Use PostgreSQL 14 or later.' }
  return serverNumber < TRIED
    ? { about, state: 'ok', text }
    : { about, state: 'note', text: `${text}; this version is tested with 14 to 18` }
}

function schema(doctor: Doctor): DoctorCheck {
  const about = 'audit schema'
  const { facts, version } = doctor
  switch (foundIn(doctor)) {
    case 'absent':
      return { about, state: 'note', text: 'absent; an installation creates it' }
    case 'ours':
      return {
        about,
        state: 'ok',
        text: `installed, version ${version ?? 'unknown'}, owned by ${facts.owner}`,
      }
    case 'earlier':
      return {
        about,
        state: 'note',
        text: `an earlier version, or its version record is not readable by ${facts.role}; an installation upgrades it and keeps verdicts and baselines`,
      }
    case 'somebody else':
      return {
        about,
        state: 'note',
        text: `belongs to another system, owner ${facts.owner}; an installation shares it`,
      }
  }
}

const FATE = {
  adopt: 'is used unchanged',
  dispatch: 'keeps its signature, owner and privileges, and serves both systems',
  beside: 'stays; a separate object is created beside it',
  rename: 'is renamed and kept',
} as const

function objectCheck({ object, state, problem }: SurveyedObject, { facts }: Doctor): DoctorCheck[] {
  const about = 'audit schema'
  if (state === null || state === 'ours') return []
  if (state === 'stop')
    return [
      {
        about,
        state: 'problem',
        text: problem ?? `${object} conflicts with the installation`,
        hint: 'Rename, drop or change it, or ask its owner to. An installation stops there.',
      },
    ]
  if (state === 'denied')
    return [
      {
        about: 'privileges',
        state: 'denied',
        text: problem ?? `${facts.role} cannot change ${object}`,
        hint: 'Install as its owner or as a member of the owning role.',
      },
    ]
  return [{ about, state: 'note', text: `${object} ${FATE[state]}` }]
}

function roles({ facts: { missingRoles, mayCreateRoles } }: Doctor): DoctorCheck[] {
  const about = 'roles'
  if (missingRoles.length === 0) return [{ about, state: 'ok', text: 'both roles of the store exist' }]
  const text = `missing: ${missingRoles.join(', ')}`
  if (mayCreateRoles) return [{ about, state: 'note', text: `${text}; an installation creates them` }]
  const create = missingRoles.map((role) => `CREATE ROLE ${quoteIdentifier(role)} NOLOGIN;`).join(' ')
  return [{ about, state: 'problem', text, hint: `As a role with CREATEROLE, run: ${create}` }]
}

function privileges({ facts }: Doctor): DoctorCheck[] {
  const about = 'privileges'
  const { role, closedSchemas, isOpen } = facts
  const grants = closedSchemas.map((name) => quoteIdentifier(name)).join(', ')
  return [
    closedSchemas.length === 0
      ? { about, state: 'ok', text: `${role} can install` }
      : {
          about,
          state: 'denied',
          text: `${role} lacks CREATE on: ${grants}`,
          hint: `Connect as the owner, or GRANT CREATE ON SCHEMA ${grants} TO ${quoteIdentifier(role)};`,
        },
    ...(isOpen
      ? [
          {
            about,
            state: 'problem',
            text: 'every role may create objects in the audit schema, and so replace what a function name refers to',
            hint: 'REVOKE CREATE ON SCHEMA audit FROM PUBLIC;',
          } as const,
        ]
      : []),
  ]
}

const searchPath = ({ facts, unpinned }: Doctor): DoctorCheck[] => {
  const about = 'search_path'
  if (!facts.mayReadRecord) return []
  return unpinned.length === 0
    ? [{ about, state: 'ok', text: 'set in every function' }]
    : [{ about, state: 'problem', text: `not set in ${unpinned.join(', ')}`, hint: RUN }]
}

const indexes = ({ visits }: Doctor): DoctorCheck[] =>
  [
    ...new Map(
      visits.map((visit) => [`${quoteRelation(visit.source)} ${visit.columns.join(' ')}`, visit]),
    ).values(),
  ].flatMap(({ name, source, columns, exists, hasIndex }): DoctorCheck[] => {
    const about = 'indexes'
    const table = quoteRelation(source)
    const list = columns.map(quoteIdentifier).join(', ')
    // A missing source is reported separately.
    if (!exists) return []
    if (hasIndex) return [{ about, state: 'ok', text: `${table} (${list})` }]
    return [
      {
        about,
        state: 'problem',
        text: `${name} reads ${table} by (${list}), but no index begins with these columns, so each key scans the table`,
        hint: `CREATE INDEX CONCURRENTLY ON ${table} (${list});`,
      },
    ]
  })
