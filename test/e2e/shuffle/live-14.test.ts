import { shuffleLiveOn } from './live.js'

shuffleLiveOn(14)
