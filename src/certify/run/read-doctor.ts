import type { CompiledVisit } from '../../model/compiled-project.js'
import type { RelationName } from '../../model/relation-name.js'
import type { Session } from '../../postgres/session.js'
import { ownSql, readAuditPart } from '../../postgres/own-sql.js'

/** An object of the audit schema and what an installation does with it. */
export interface SurveyedObject {
  readonly kind: string
  /** Quoted as in SQL. */
  readonly object: string
  /** null where a public name is free. */
  readonly state: 'ours' | 'adopt' | 'dispatch' | 'beside' | 'rename' | 'stop' | 'denied' | null
  readonly problem: string | null
}

export interface DoctorFacts {
  readonly serverVersion: string
  readonly serverNumber: number
  readonly role: string
  readonly mayCreateRoles: boolean
  readonly missingRoles: readonly string[]
  /** Schemas in which the caller may not create what the store needs. */
  readonly closedSchemas: readonly string[]
  /** Owner of the audit schema; null when there is none. */
  readonly owner: string | null
  /** Whether PUBLIC may create objects in the audit schema. */
  readonly isOpen: boolean
  readonly mayReadRecord: boolean
  readonly isInstalled: boolean
}

export interface VisitedSource extends CompiledVisit {
  readonly exists: boolean
  readonly hasIndex: boolean
}

/** A view name of the project that another kind of object has, or a view that the caller does not own. */
export interface TakenName extends RelationName {
  /** "view", "table", "materialized view", … */
  readonly kind: string
  readonly owner: string
}

/** A source that does not exist or that the caller may not read. */
export interface ClosedSource extends RelationName {
  readonly exists: boolean
}

/** State of a database before an installation. */
export interface Doctor {
  readonly facts: DoctorFacts
  /** Version of the audit schema; null when it was not recorded or may not be read. */
  readonly version: string | null
  /** Our functions whose search_path was changed. */
  readonly unpinned: readonly string[]
  readonly objects: readonly SurveyedObject[]
  readonly taken: readonly TakenName[]
  readonly closedSources: readonly ClosedSource[]
  readonly visits: readonly VisitedSource[]
}

export interface DoctorQuestion {
  /** What an installation creates, in the form that the survey query takes. */
  readonly survey: object
  readonly roles: readonly string[]
  /** Schemas of the views, and the audit schema. */
  readonly schemas: readonly string[]
  readonly views: readonly RelationName[]
  readonly sources: readonly RelationName[]
  readonly visits: readonly CompiledVisit[]
}

const namesOf = (relations: readonly RelationName[]): string =>
  JSON.stringify(relations.map(({ schema, name }) => ({ schema, name })))

/** Examines a database for a store. Reads the catalogs and the installation record. Writes nothing. */
export async function readDoctor(session: Session, question: DoctorQuestion): Promise<Doctor> {
  const { roles, schemas, survey } = question
  const [facts] = await session.query<DoctorFacts>(ownSql('certify/run/sql/doctor-facts'), [
    JSON.stringify({ roles, schemas }),
  ])
  if (!facts) throw new Error('the facts are one row')
  const [record] = facts.mayReadRecord
    ? await session.query<{ version: string | null; unpinned: string[] }>(
        ownSql('certify/run/sql/doctor-record'),
      )
    : []
  const objects = [
    ...(await session.query<SurveyedObject>(readAuditPart('survey/survey'), [JSON.stringify(survey)])),
    ...(await session.query<SurveyedObject>(readAuditPart('survey/tables'))),
  ].map(({ kind, object, state, problem }) => ({ kind, object, state, problem }))
  const taken = await session.query<TakenName>(ownSql('certify/run/sql/doctor-names'), [
    namesOf(question.views),
  ])
  const closedSources = await session.query<ClosedSource>(ownSql('certify/run/sql/doctor-sources'), [
    namesOf(question.sources),
  ])
  const wanted = question.visits.map(({ source, columns }) => ({ ...source, columns }))
  const indexes = await session.query<{ exists: boolean; hasIndex: boolean }>(
    ownSql('certify/run/sql/doctor-indexes'),
    [JSON.stringify(wanted)],
  )
  return {
    facts,
    version: record?.version ?? null,
    unpinned: record?.unpinned ?? [],
    objects,
    taken,
    closedSources,
    visits: question.visits.map((visit, at) => ({
      ...visit,
      exists: indexes[at]?.exists ?? false,
      hasIndex: indexes[at]?.hasIndex ?? false,
    })),
  }
}
