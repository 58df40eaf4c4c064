/**
 * Whether `npm run test:all` asks for everything: every scenario on the oldest major too, and every place where a write can
 * be interrupted. `npm test` takes one of each kind, to stay under ten minutes.
 */
export const isEverything = process.env['FUSION_TESTS'] === 'all'
