/** Parts of the audit schema, each a file below `sql/`, in the order in which they build on each other. */
export const frameworkParts: readonly string[] = [
  'framework/schema',
  'framework/make_way',
  'framework/tables',
  'framework/append_only',
  'framework/append_event',
  'framework/entrypoint',
  // The rules of determinism come here; they are data of the compiler.
  'tree/node_tree',
  'tree/type_of',
  'tree/type_components',
  'tree/type_leak',
  'tree/value_leak',
  'tree/constant_text',
  'tree/hours_only',
  'tree/function_calls',
  'tree/call_leaks',
  'tree/other_leaks',
  'tree/read_function',
  'tree/object_trees',
  'tree/references',
  'tree/aggregate_parts',
  'tree/catalog_references',
  'definitions/object_fqn',
  'definitions/examine',
  'definitions/of_class',
  'definitions/column_parts',
  'definitions/relation_parts',
  'definitions/function_parts',
  'definitions/type_parts',
  'definitions/object_parts',
  'definitions/current_definitions',
  'definitions/capture',
  'definitions/seal',
  'dataset/day_of',
  'dataset/hash_days',
  'dataset/dataset_sha256',
  'dataset/compare_days',
  'dataset/accept_days',
  'dataset/capture',
  'guard/require_certified',
]

/** The gates and what runs them. */
export const gateParts: readonly string[] = [
  'gates/gate_a',
  'gates/gate_a2',
  'gates/gate_b',
  'gates/gate_c',
  'gates/run_gate',
  'gates/certify',
]

/** Text of a part by its name; reading files is the edge's business. */
export type ReadPart = (part: string) => string
