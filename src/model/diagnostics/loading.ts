import { type DiagnosticEntry, lines } from './entry.js'

/** FS101 to FS109: `fusion.config.ts` and the modules that it imports. */
export const loading = {
  FS101: {
    title: 'no project in the folder',
    explanation:
      'A project is a folder with a file fusion.config.ts, and this folder has none. Run the command in the project folder, or name the folder with --project.',
    example: lines`
      $ fusion build --project stores

      fusion.config.ts FS101 /home/ana/stores does not contain fusion.config.ts
        Run fusion in a project folder, or use --project DIR.`,
  },
  FS102: {
    title: 'module with a syntax error',
    explanation:
      'A module of the project is not valid TypeScript, so nothing was evaluated. All syntax errors are reported together; correct them first.',
    example: lines`
      export default defineProject({ name: 'shop', sql: {

      fusion.config.ts:3 FS102 expected identifier but found end of file
        Correct the module. Nothing has been evaluated yet.`,
  },
  FS103: {
    title: 'imported module not found',
    explanation:
      'A relative import names a file that does not exist. The path is relative to the importing module and ends in .js, also where the file is a .ts file.',
    example: lines`
      import { orders } from './views/order.js'

      fusion.config.ts:1 FS103 module ./views/order.js does not exist
        Correct the path. It is relative to the importing module and ends in .js, even for a .ts file.`,
  },
  FS104: {
    title: 'imported package not found',
    explanation:
      'A module imports a package that is not installed, or a path that the package does not have. Install the package in the project, or correct the name.',
    example: lines`
      import { map } from 'orders-kit'

      fusion.config.ts:1 FS104 the package orders-kit is not installed
        Install it in the project, or correct the name.`,
  },
  FS105: {
    title: 'imported name not exported',
    explanation:
      'A module imports a name that the other module or package does not export. Export it there, or correct the name.',
    example: lines`
      import { order } from './orders.js'

      fusion.config.ts:1 FS105 orders.ts does not export order
        Export it there, or correct the name.`,
  },
  FS106: {
    title: 'module throws an error',
    explanation:
      'A module threw an error while it was evaluated, outside of the callbacks of views and layers (those give FS163). Correct what throws; --debug prints the whole stack.',
    example: lines`
      const rates = readFileSync('/nowhere/rates.json', 'utf8')

      fusion.config.ts:2 FS106 the module throws Error: ENOENT: no such file or directory, open '/nowhere/rates.json'
        Fix the cause. Run again with --debug for the full stack trace.`,
  },
  FS107: {
    title: 'modules that import each other',
    explanation:
      'Modules import each other in a cycle, and one of them uses an import before it is initialized. Move what they share to a module of its own. A view cannot read a view that reads it.',
    example: lines`
      // views/refunds.ts, while views/orders.ts imports refunds
      import { orders } from './orders.js'
      export const refunds = view(orders.name + '_refunded', …)

      views/refunds.ts:3 FS107 the module uses an import before it is initialized (Cannot read properties of undefined (reading 'name')), because modules import each other: views/refunds.ts -> views/orders.ts -> views/refunds.ts
        Move shared code to a separate module. A view cannot read a view that reads it.`,
  },
  FS108: {
    title: 'config without a default export',
    explanation:
      'fusion.config.ts was evaluated but has no default export, so there is no project to compile. Export the result of defineProject as the default.',
    example: lines`
      export const project = defineProject({ … })

      fusion.config.ts:1 FS108 fusion.config.ts has no default export
        Write \`export default defineProject({ … })\`.`,
  },
  FS109: {
    title: 'default export is not a project',
    explanation:
      'The default export of fusion.config.ts was not made by defineProject. A plain object is not enough, because defineProject also notes where things are declared.',
    example: lines`
      export default { name: 'shop', sql: {} }

      fusion.config.ts:1 FS109 the default export of fusion.config.ts is not a project
        Write \`export default defineProject({ … })\`, with defineProject from fusion-store.`,
  },
} as const satisfies Record<`FS1${string}`, DiagnosticEntry>
