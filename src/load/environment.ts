/** The current folder and environment variables, as defaults. */
export const processEnvironment = (): { readonly cwd: string; readonly env: NodeJS.ProcessEnv } => ({
  cwd: process.cwd(),
  env: process.env,
})
