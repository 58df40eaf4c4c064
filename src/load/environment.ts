/** The folder and the environment variables of this process, for whoever was given none. */
export const processEnvironment = (): { readonly cwd: string; readonly env: NodeJS.ProcessEnv } => ({
  cwd: process.cwd(),
  env: process.env,
})
