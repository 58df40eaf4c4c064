import {
  type CertEvent,
  type CertGate,
  type DataEvidence,
  dataEvidence,
  gateTitle,
} from '../../../app/certification/report.js'
import type { Colors } from './colors.js'
import { printColumns } from './columns.js'
import { count, duration } from '../../../model/units.js'

const dayCounts = ({ days, unchanged, new: fresh, drifted }: DataEvidence): string =>
  `${count(days, 'day')}: ${unchanged} unchanged, ${fresh} new, ${drifted} drifted`

/** The result of a gate. For data only counts, as the days are listed separately. */
const details = ({ gate, passed, evidence }: CertGate, data: DataEvidence | undefined): string =>
  gate === 'C' && passed && data ? dayCounts(data) : (evidence.summary ?? '')

/** Prints a line for each gate of a run. */
export function printGates(event: CertEvent, colors: Colors, width: number, indent = ''): string {
  const data = dataEvidence(event)
  return printColumns(
    [
      { head: 'gate' },
      { head: '' },
      { head: 'result' },
      { head: 'codes' },
      { head: 'time', right: true },
      { head: 'details' },
    ],
    event.gates.map((gate) => [
      gate.gate,
      gateTitle(gate.gate),
      gate.passed ? colors.green('passed') : colors.red('FAILED'),
      (gate.codes ?? []).join(' '),
      duration(gate.duration_ms ?? 0),
      details(gate, data),
    ]),
    width,
    indent,
  )
}
