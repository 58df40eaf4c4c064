export { ENTRYPOINT_COLUMNS, SCORED_COLUMNS } from './columns.js'
export { compareKeys, entrypointOracle, oracle } from './oracle.js'
export type {
  BaseRow,
  BatteryProfile,
  DerivedColumns,
  EntrypointRow,
  FusionRow,
  ImageProfile,
  ListingKey,
  ScoredRow,
  TextColumns,
} from './rows.js'
