/** The parts of reports on certification. */
export type { Capture } from '../../certify/run/capture-days.js'
export {
  type CertEvent,
  type CertGate,
  type DataEvidence,
  dataEvidence,
  type DriftedDay,
} from '../../certify/run/cert-event.js'
export type { Doctor } from '../../certify/run/read-doctor.js'
export type { RelationStatus, Status } from '../../certify/run/read-status.js'
export type { CertificationRun } from '../../certify/run/run-certification.js'
export type { StoredStatus } from '../../certify/run/stored-relations.js'
export type { DoctorCheck } from './doctor-check.js'
export { doctorChecks, outcomeOf } from './doctor-report.js'
export { driftText } from './drift-text.js'
export { gateTitle, hintFor } from './gate-hints.js'
export { acceptedChanges, leftDays } from './capture.js'
export { codesOf } from './certify.js'
export type { Subject } from './subject.js'
export { diagnosticsOf, gradeOfTask, jsonTask, subjectOf, type TaskResult } from './task-result.js'
export { categoriesOf, type Share, sharesOf, type VerifyReport } from './verify-report.js'
export type { ComparedRelation } from './verify-stored.js'
