/**
 * Data flows one way: a stage imports the model and the stages before it, never a later one.
 * `npm test` checks these rules.
 */
const only = (stage, ...allowed) => ({
  name: `${stage}-imports`,
  comment: `src/${stage} may import ${['itself', ...allowed].join(', ')} and packages`,
  severity: 'error',
  from: { path: `^src/${stage}/` },
  to: {
    path: '^(src|views|generated|scripts|test)/',
    pathNot: [stage, ...allowed].map((to) => `^src/${to}/`),
  },
})

module.exports = {
  forbidden: [
    only('model'),
    only('declare', 'model'),
    only('compile', 'model', 'declare'),
    only('pgtree', 'model'),
    only('resolve', 'model', 'pgtree'),
    only('analyze', 'model', 'pgtree', 'resolve'),
    only('emit', 'model'),
    only('check', 'model', 'pgtree', 'postgres'),
    only('certify', 'model', 'postgres'),
    only('meaning', 'model', 'resolve'),
    only('cache', 'model'),
    only('load', 'model', 'cache'),
    only('output', 'model'),
    only('postgres', 'model', 'cache'),
    only('solver', 'model'),
    only('watch', 'model', 'cache'),
    only(
      'app',
      'model',
      'declare',
      'compile',
      'pgtree',
      'resolve',
      'analyze',
      'emit',
      'certify',
      'check',
      'meaning',
      'load',
      'cache',
      'output',
      'postgres',
      'solver',
      'watch',
      'reader',
    ),
    only('reader'),
    only('cli', 'model', 'app'),
    {
      name: 'src-knows-no-project',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(views|generated|scripts|test|bench)/|^fusion\\.config' },
    },
    {
      name: 'features-stand-alone',
      comment: 'a trainer loads features without the compiler and without any package',
      severity: 'error',
      from: { path: '^src/features/' },
      to: { pathNot: '^src/features/' },
    },
    {
      name: 'features-are-for-trainers',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/features/' },
      to: { path: '^src/features/' },
    },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'io-at-the-edge',
      comment:
        'files, sockets, threads and processes are touched in load, cache, output, postgres, solver and watch only',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(load|cache|output|postgres|solver|watch)/' },
      to: {
        path: '^(node:)?(fs|fs/promises|net|tls|http|https|http2|dns|child_process|cluster|worker_threads|dgram)$',
      },
    },
    {
      name: 'no-unresolved',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: ['^@testcontainers/', '✖'] },
    },
    {
      name: 'packages-are-installed-with-it',
      comment:
        'what src imports at run time is a dependency or a peer; of a development dependency it has only types',
      severity: 'error',
      from: { path: '^src/' },
      to: {
        dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'],
        dependencyTypesNot: ['type-only', 'npm', 'npm-peer', 'npm-optional'],
      },
    },
    {
      name: 'no-orphans',
      severity: 'error',
      from: { orphan: true, path: '^src/', pathNot: '^src/(index|app/index|app/watch/builder)' },
      to: {},
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['fusion-store-source', 'import', 'node', 'default'],
    },
  },
}
