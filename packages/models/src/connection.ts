import type { Connection } from './providers/kind.ts'
import type { Provider } from './providers.ts'

/** How to reach the provider for one request that ends with `signal`; `alive` is called at every byte that comes back. */
export function connectionTo(provider: Provider, alive: () => void, signal: AbortSignal): Connection {
  const { name, baseURL, key, settings } = provider
  return { name, baseURL, key, settings, headers: settings.headers ?? {}, fetch: listeningFetch(alive, signal) }
}

function listeningFetch(alive: () => void, signal: AbortSignal): typeof fetch {
  return async (url, init) => {
    // A redirect would take the key along to wherever it leads.
    const response = await fetch(url, { ...init, redirect: 'manual', signal })
    alive()
    if (!response.body) return response
    const heard = new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        alive()
        controller.enqueue(chunk)
      },
    })
    const { status, statusText, headers } = response
    return new Response(response.body.pipeThrough(heard), { status, statusText, headers })
  }
}
