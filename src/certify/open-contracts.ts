import type { AnalyzedInvariant } from '../model/analyzed-invariant.js'
import type { CompiledCertification, CompiledInvariant } from '../model/certification.js'
import type { CompiledContract } from '../model/compiled-project.js'

/** Invariants of a layer or view that are not proven, so that a certification checks them on the rows. */
export interface OpenContract {
  readonly contract: CompiledContract
  /** Named as messages name them: `layer.invariant`. */
  readonly invariants: readonly (CompiledInvariant & { readonly column: string })[]
}

/** The invariants that a certification checks besides its own: those of what it reads that are not proven. */
export const openContracts = (
  { contractsBelow = [] }: CompiledCertification,
  contracts: readonly CompiledContract[] = [],
  analyzed: readonly AnalyzedInvariant[] = [],
): readonly OpenContract[] => {
  const isProven = ({ of }: CompiledContract, name: string): boolean =>
    analyzed.some(
      (one) => one.of === of && one.certifies === null && one.name === name && one.verdict === 'proven',
    )
  return contracts
    .filter(({ of, certifies }) => certifies === null && contractsBelow.includes(of))
    .map((contract) => ({
      contract,
      invariants: contract.invariants
        .filter(({ name }) => !isProven(contract, name))
        .map(({ name, comment }) => ({ name: `${contract.of}.${name}`, column: name, comment })),
    }))
    .filter(({ invariants }) => invariants.length > 0)
}
