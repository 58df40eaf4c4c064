import type { CompiledCertification } from '../../model/certification.js'
import { quoteRelation } from '../../model/quote-identifier.js'

/** The column `options` of `audit.t0_entrypoint`: what the gates leave alone because the store vouches for it. */
export const registeredOptions = ({ t0Features, moments, drift, ordered }: CompiledCertification) => ({
  t0_features: t0Features,
  moments,
  drift,
  ordered: ordered.map(({ relation, column, orderedBy, because }) => ({
    // As the gates name objects.
    object: quoteRelation(relation),
    column,
    ordered_by: orderedBy,
    because,
  })),
})
