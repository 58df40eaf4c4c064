import type { CompiledCertification, PointInTimePolicy } from './certification.js'
import { displayName, type RelationName } from './relation-name.js'

/**
 * The policy of a source, which is strict where the store declares policies and names none for it. Undefined where the
 * store declares none at all: then gate P asks for nothing.
 */
export const effectivePolicy = (
  { pointInTime }: Pick<CompiledCertification, 'pointInTime'>,
  source: RelationName,
): PointInTimePolicy | undefined => {
  if (pointInTime === undefined) return undefined
  const name = displayName(source)
  return Object.hasOwn(pointInTime, name) ? pointInTime[name] : 'strict'
}
