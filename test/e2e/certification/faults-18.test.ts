import { describeFaults } from './describe-faults.js'

describeFaults(18)
