/** What makes a folder a project. */
export const CONFIG_FILE = 'fusion.config.ts'
