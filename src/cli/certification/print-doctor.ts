import type { Doctor } from '../../io/certification/read-doctor.js'
import type { Colours } from '../colours.js'
import { printColumns, wrap } from '../columns.js'
import { type DoctorCheck, doctorChecks } from './doctor-report.js'
import type { Subject } from './subject.js'
import { count } from './words.js'

const stateWord = ({ state }: DoctorCheck, colours: Colours): string =>
  state === 'problem' ? colours.red('problem') : state === 'ok' ? colours.green('ok') : 'note'

/** What was found, for people: a table of all checks, then what to do about each problem. */
export function printDoctor(doctor: Doctor, { server }: Subject, colours: Colours, width: number): string {
  const checks = doctorChecks(doctor)
  const problems = checks.filter(({ state }) => state === 'problem')
  const table = printColumns(
    [{ head: 'about' }, { head: 'state' }, { head: 'found' }],
    checks.map((check) => [check.about, stateWord(check, colours), check.text]),
    width,
  )
  const hints = [...new Set(problems.flatMap(({ hint }) => (hint === undefined ? [] : [hint])))]
  const verdict =
    problems.length === 0 ? 'An installation would go through.' : `${count(problems.length, 'problem')}.`
  return [
    `${colours.dim(server)}\n`,
    table,
    // A statement that is to be run is not broken into lines.
    hints.map((hint) => `${hint.endsWith(';') ? hint : wrap(hint, width).join('\n')}\n`).join(''),
    `${verdict}\n`,
  ]
    .filter((block) => block !== '')
    .join('\n')
}
