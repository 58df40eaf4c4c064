import { execFileSync } from 'node:child_process'
import { userInfo } from 'node:os'

function gitSetting(name: string, dir: string): string {
  try {
    return execFileSync('git', ['config', '--get', name], {
      cwd: dir,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim()
  } catch {
    return ''
  }
}

function systemUser(): string {
  try {
    return userInfo().username
  } catch {
    // In a container the user id may have no account.
    return 'unknown'
  }
}

/** The current user: `Name <mail>` from the git settings of a folder, otherwise the account name. */
export function currentUser(dir: string): string {
  const name = gitSetting('user.name', dir)
  const mail = gitSetting('user.email', dir)
  if (name === '') return mail === '' ? systemUser() : mail
  return mail === '' ? name : `${name} <${mail}>`
}
