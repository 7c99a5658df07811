import type { languagesService, Client } from '@caret/protocol'
import {
  AbstractMessageReader,
  AbstractMessageWriter,
  type DataCallback,
  type Message,
  type MessageTransports,
} from 'vscode-languageclient/browser'

export type Languages = Client<typeof languagesService.methods>

let lastClient = 0

/** A place at a language server as the language client wants it; ended by `end`, as when the engine is gone. */
export async function joinServer(languages: Languages, server: string): Promise<MessageTransports & { end(): void }> {
  const client = ++lastClient
  await languages.join({ server, client })
  const reader = new Reader(languages, client)
  return { reader, writer: new Writer(languages, client), end: () => reader.end() }
}

class Reader extends AbstractMessageReader {
  #listening: Disposable | undefined

  constructor(
    private readonly languages: Languages,
    private readonly client: number,
  ) {
    super()
  }

  listen(callback: DataCallback) {
    this.#listening = this.languages.on('receive', ({ client, message }) => {
      if (client === this.client) callback(message)
    })
    return { dispose: () => this.#listening?.[Symbol.dispose]() }
  }

  end(): void {
    this.fireClose()
  }

  override dispose(): void {
    this.#listening?.[Symbol.dispose]()
    super.dispose()
  }
}

class Writer extends AbstractMessageWriter {
  constructor(
    private readonly languages: Languages,
    private readonly client: number,
  ) {
    super()
  }

  async write(message: Message): Promise<void> {
    this.languages.send({ client: this.client, message })
  }

  end(): void {
    this.languages.leave({ client: this.client })
  }

  override dispose(): void {
    this.end()
    super.dispose()
  }
}
