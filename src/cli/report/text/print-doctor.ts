import {
  type Doctor,
  type DoctorCheck,
  doctorChecks,
  outcomeOf,
  type Subject,
} from '../../../app/certification/report.js'
import type { Colors } from './colors.js'
import { printColumns, wrap } from './columns.js'
import { count } from '../../../model/units.js'

const stateWord = ({ state }: DoctorCheck, colors: Colors): string =>
  state === 'problem' || state === 'denied' ? colors.red(state) : state === 'ok' ? colors.green('ok') : 'note'

/** The verdict. A missing privilege of one role does not count as a problem of the store. */
function verdictOf(doctor: Doctor, problems: number): string {
  const { role } = doctor.facts
  switch (outcomeOf(doctor)) {
    case 'well':
      return `${role} can install.`
    case 'denied':
      return `No problem was found, but ${role} lacks the privileges to install.`
    case 'problems':
      return `${count(problems, 'problem')}.`
  }
}

/** Prints a table of all checks, then the hint for each problem. */
export function printDoctor(doctor: Doctor, { server }: Subject, colors: Colors, width: number): string {
  const checks = doctorChecks(doctor)
  const problems = checks.filter(({ state }) => state === 'problem')
  const table = printColumns(
    [{ head: 'about' }, { head: 'state' }, { head: 'found' }],
    checks.map((check) => [check.about, stateWord(check, colors), check.text]),
    width,
  )
  const stops = checks.filter(({ state }) => state === 'problem' || state === 'denied')
  const hints = [...new Set(stops.flatMap(({ hint }) => (hint === undefined ? [] : [hint])))]
  return [
    `${colors.dim(server)}\n`,
    table,
    // A statement is not wrapped, so that it can be copied.
    hints.map((hint) => `${hint.endsWith(';') ? hint : wrap(hint, width).join('\n')}\n`).join(''),
    `${verdictOf(doctor, problems.length)}\n`,
  ]
    .filter((block) => block !== '')
    .join('\n')
}
