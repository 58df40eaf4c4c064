import type { NativeMajor } from '../../src/postgres/native/versions.js'

/** Every major that is supported. */
export const MAJORS: readonly NativeMajor[] = [14, 15, 16, 17, 18]

/**
 * The majors that run every scenario. What a major adds stays in those after it: the oldest and the newest have between
 * them all that the majors of the middle have. Those run what the catalogs, the parser or the rights of a new major could
 * break, which is one scenario from beginning to end of each kind. `npm run test:all` runs everything on all of them.
 */
const WHOLE: readonly NativeMajor[] = process.env['FUSION_MAJORS'] === 'all' ? MAJORS : [14, 18]

/** Whether a major runs every scenario, and not only the one that is run on each. */
export const runsEverything = (major: NativeMajor): boolean => WHOLE.includes(major)
