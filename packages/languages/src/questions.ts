import type { Client, Clients } from './clients.ts'
import {
  errorCodes,
  failure,
  type Id,
  type Message,
  notification,
  type RequestMessage,
  requestMessage,
  type ResponseMessage,
} from './messages.ts'
import type { Progress } from './progress.ts'

interface Question {
  client: Client
  /** The client's. */
  id: Id
  message: RequestMessage
}

/** What clients have asked the server, each with numbers of its own, and what waits until the server can be asked. */
export class Questions {
  /** By the id that the server knows. */
  #asked = new Map<Id, Question>()
  #waiting: Question[] = []

  /**
   * @param send gives a message to the server.
   * @param isTime whether the server can be asked this now.
   */
  constructor(
    private readonly clients: Clients,
    private readonly progress: Progress,
    private readonly send: (message: Message) => void,
    private readonly isTime: (message: RequestMessage) => boolean,
  ) {}

  /** How many are with the server. */
  get asked(): number {
    return this.#asked.size
  }

  get waiting(): number {
    return this.#waiting.length
  }

  /** The client whose command the server is running, if it is running one. */
  get commander(): Client | undefined {
    const commands = [...this.#asked.values()].filter(({ message }) => message.method === 'workspace/executeCommand')
    return commands.at(-1)?.client
  }

  ask(client: Client, message: RequestMessage): void {
    this.#waiting.push({ client, id: message.id as Id, message })
    this.askWaiting()
  }

  /** Asks those whose time has come. */
  askWaiting(): void {
    const ready = this.#waiting.filter(({ message }) => this.isTime(message))
    this.#waiting = this.#waiting.filter((question) => !ready.includes(question))
    for (const question of ready) {
      const ours = this.clients.nextId()
      this.#asked.set(ours, question)
      const { client, message } = question
      this.send(requestMessage(ours, message.method, this.progress.outgoing(message.params, client, ours)))
    }
  }

  /** Hands the server's answer to the client that asked. */
  answered(response: ResponseMessage): void {
    const question = this.#asked.get(response.id as Id)
    if (!question) return
    this.#asked.delete(response.id as Id)
    this.progress.answered(response.id as Id)
    const { client, id } = question
    if (this.clients.has(client)) client.receive({ ...response, id } as ResponseMessage)
  }

  cancelled(client: Client, id: Id): void {
    const isIt = (question: Question) => question.client === client && question.id === id
    if (this.#waiting.some(isIt)) {
      this.#waiting = this.#waiting.filter((question) => !isIt(question))
      return client.receive(failure(id, errorCodes.cancelled, 'The request was cancelled.'))
    }
    for (const [ours, question] of this.#asked) {
      if (isIt(question)) return this.send(notification('$/cancelRequest', { id: ours }))
    }
  }

  /** The server will not answer: nobody waits any longer. */
  fail(reason: string): void {
    const lost = [...this.#asked.values(), ...this.#waiting.splice(0)]
    this.#asked.clear()
    for (const { client, id } of lost) client.receive(failure(id, errorCodes.requestFailed, reason))
  }

  leave(client: Client): void {
    this.#waiting = this.#waiting.filter((question) => question.client !== client)
    for (const [ours, question] of this.#asked) {
      if (question.client === client) this.send(notification('$/cancelRequest', { id: ours }))
    }
  }
}
