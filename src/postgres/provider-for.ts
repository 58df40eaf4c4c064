import type { ProviderChoice } from './choose.js'
import { dockerProvider } from './docker/docker-provider.js'
import { type EmbeddedOptions, embeddedProvider } from './embedded/embedded-provider.js'
import { nativeProvider } from './native/native-provider.js'
import type { Provider } from './provider.js'
import { urlProvider, type UrlOptions } from './url/url-provider.js'

/** The chosen provider, with its defaults. */
export function providerFor(choice: ProviderChoice, options: UrlOptions & EmbeddedOptions = {}): Provider {
  const env = options.env === undefined ? {} : { env: options.env }
  switch (choice.kind) {
    case 'embedded':
      return embeddedProvider({
        ...env,
        extensions: options.extensions ?? false,
        ...(options.relations !== undefined && { relations: options.relations }),
      })
    case 'native':
      return nativeProvider(env)
    case 'url':
      return urlProvider(options)
    case 'docker':
      return dockerProvider()
  }
}
