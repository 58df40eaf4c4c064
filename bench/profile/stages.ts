import type { Frame, Thread } from './read-profiles.js'

/** What a build spends time on. */
export const STAGES = [
  'loading code',
  'bundling and evaluating modules',
  'compiling',
  'exchanging messages with the engine',
  'reading trees back',
  'values of columns',
  'evidence of columns',
  'other analysis',
  'proving',
  'looking for rows that break invariants',
  'generating',
  'writing files',
  'caches and stamps',
  'Postgres or z3',
  'garbage collection',
  'anything else',
  'waiting',
] as const
export type Stage = (typeof STAGES)[number]

export const OTHER: Stage = 'anything else'
export const WAITING: Stage = 'waiting'

/** Functions of the compiler in which a stage begins. What they call belongs to it, but for what begins another one. */
const FUNCTIONS: Readonly<Record<string, Stage>> = {
  loadProject: 'bundling and evaluating modules',
  restoreModules: 'bundling and evaluating modules',
  evaluateModules: 'bundling and evaluating modules',
  plainness: 'bundling and evaluating modules',
  compileProject: 'compiling',
  readBack: 'reading trees back',
  resolvedView: 'reading trees back',
  analyzeView: 'other analysis',
  analyzeValues: 'values of columns',
  findEvidence: 'evidence of columns',
  proveInvariants: 'proving',
  provePointsInTime: 'proving',
  refuteInvariants: 'looking for rows that break invariants',
  findWitnesses: 'looking for rows that break invariants',
  emitArtifacts: 'generating',
  emitRecreate: 'generating',
  certificationArtifacts: 'generating',
  writeArtifacts: 'writing files',
  currentBuild: 'caches and stamps',
  writeStamp: 'caches and stamps',
  openAnalysisCache: 'caches and stamps',
  analyzeWithCache: 'caches and stamps',
  readSavedProject: 'caches and stamps',
  writeSavedProject: 'caches and stamps',
  toSave: 'caches and stamps',
  fingerprintCompiler: 'caches and stamps',
}

/** Stages that every build of a project without a cache has. Without a sample of one, a function was renamed. */
export const OF_ALL_BUILDS: readonly Stage[] = [...new Set(Object.values(FUNCTIONS))].filter(
  (stage) => stage !== 'proving' && stage !== 'looking for rows that break invariants',
)

/** Names that the profiler gives to what is no function. */
const SPECIAL: Readonly<Record<string, Stage>> = {
  '(idle)': WAITING,
  '(garbage collector)': 'garbage collection',
}

/** The stage that a function begins; undefined if it belongs to that of its caller. */
export function stageOf({ functionName, url }: Frame, thread: Thread): Stage | undefined {
  const special = SPECIAL[functionName]
  if (special) return special
  if (url.startsWith('node:internal/modules/')) return 'loading code'
  if (thread !== 'main') return url.startsWith('wasm:') ? 'Postgres or z3' : undefined
  // A module of the project, in the bundle that is evaluated.
  if (/\/config-[\da-f-]+\.mjs$/.test(url)) return 'bundling and evaluating modules'
  if (/\/node_modules\/pg(?:-protocol)?\//.test(url)) return 'exchanging messages with the engine'
  // A bundler puts a number behind a name that occurs twice.
  return FUNCTIONS[functionName.replace(/\$\d+$/, '')]
}
