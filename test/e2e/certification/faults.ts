import type { Fault } from './fault.js'
import { STORE_FAULTS } from './store-faults.js'
import { TIME_FAULTS } from './time-faults.js'

/** Every way to fail. */
export const FAULTS: readonly Fault[] = [...TIME_FAULTS, ...STORE_FAULTS]
