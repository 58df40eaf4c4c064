import type { StartedPostgreSqlContainer } from '@testcontainers/postgresql'
import { connectTo } from '../connect.js'
import { diagnosticError } from '../../model/diagnostic.js'
import { reasonOf } from '../../model/error-code.js'
import type { Provider, Server } from '../provider.js'

type Containers = Pick<typeof import('@testcontainers/postgresql'), 'PostgreSqlContainer'>

export interface DockerOptions {
  /** Default `postgres:18`. */
  readonly image?: string
  /** Loads the container library, only when a container is started. */
  readonly load?: () => Promise<Containers>
}

/** A container that is removed when the server stops. Needs Docker and the package @testcontainers/postgresql. */
export function dockerProvider({
  image = 'postgres:18',
  load = loadContainers,
}: DockerOptions = {}): Provider {
  return {
    kind: 'docker',
    async start({ report = () => undefined } = {}) {
      const { PostgreSqlContainer } = await library(load)
      report(`starting a container of ${image}, pulling the image if necessary`)
      try {
        return dockerServer(await new PostgreSqlContainer(image).start(), image)
      } catch (error) {
        throw startDiagnostic(error, image)
      }
    },
  }
}

const loadContainers = (): Promise<Containers> => import('@testcontainers/postgresql')

async function library(load: () => Promise<Containers>): Promise<Containers> {
  try {
    return await load()
  } catch (error) {
    const message = `The docker provider needs @testcontainers/postgresql: ${reasonOf(error)}.`
    throw diagnosticError(
      'FS530',
      message,
      'Install it: npm install --save-dev @testcontainers/postgresql',
      error,
    )
  }
}

function dockerServer(container: StartedPostgreSqlContainer, image: string): Server {
  const url = `${container.getConnectionUri()}?sslmode=disable`
  let stopped: Promise<unknown> | undefined
  return {
    kind: 'docker',
    description: `container of ${image} on ${container.getHost()}:${container.getPort()}`,
    url,
    connect: () => connectTo({ connectionString: url }),
    async stop() {
      stopped ??= container.stop()
      await stopped
    },
  }
}

function startDiagnostic(error: unknown, image: string): Error {
  const reason = reasonOf(error)
  if (/container runtime/i.test(reason)) {
    const hint = 'Start Docker (check with docker info), set DOCKER_HOST, or choose another provider.'
    return diagnosticError('FS531', `Docker does not respond: ${reason}.`, hint, error)
  }
  const hint = `Check whether docker run ${image} works.`
  return diagnosticError('FS532', `The container of ${image} did not start: ${reason}.`, hint, error)
}
