import type { Doctor } from '../../certify/run/read-doctor.js'
import { doctorChecks, foundIn, outcomeOf } from './doctor-report.js'
import type { Subject } from './subject.js'

/** What `fusion doctor --format json` prints. */
export const jsonDoctor = (doctor: Doctor, { entrypoints, server }: Subject) => ({
  outcome: outcomeOf(doctor),
  entrypoints,
  server,
  audit: {
    found: foundIn(doctor),
    version: doctor.version,
    owner: doctor.facts.owner,
    objects: doctor.objects.filter(({ state }) => state !== null),
  },
  checks: doctorChecks(doctor),
})
