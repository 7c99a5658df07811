import type { Reader } from './documents.ts'
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

export interface ClientOptions {
  /** Takes what the server says, as if this client had it alone. */
  receive(message: Message): void
  /** A passive client only asks: its text yields to that of others, and the server's questions go to others. */
  passive?: boolean
}

export interface Client extends Reader {
  readonly receive: ClientOptions['receive']
  initialized: boolean
}

interface Question {
  client: Client
  reply: (response: ResponseMessage) => void
}

/** Those who share a server, and the questions that it or the broker has put to them. */
export class Clients {
  #all = new Set<Client>()
  #questions = new Map<Id, Question>()
  #lastId = 0
  #lastActive: Client | undefined

  /** The active client that spoke last: the one with the user before it. */
  get foremost(): Client | undefined {
    return this.#lastActive
  }

  add(options: ClientOptions): Client {
    const { passive = false } = options
    const client: Client = { passive, receive: (message) => options.receive(message), initialized: false }
    this.#all.add(client)
    return client
  }

  has(client: Client): boolean {
    return this.#all.has(client)
  }

  /** Its unanswered questions are answered with an error. */
  remove(client: Client): boolean {
    if (this.#lastActive === client) this.#lastActive = undefined
    for (const [id, question] of this.#questions) {
      if (question.client !== client) continue
      this.#questions.delete(id)
      question.reply(failure(id, errorCodes.cancelled, 'The client has left.'))
    }
    return this.#all.delete(client)
  }

  clear(): void {
    for (const client of [...this.#all]) this.remove(client)
  }

  spoke(client: Client): void {
    if (!client.passive) this.#lastActive = client
  }

  /** Tells everyone who is initialized. */
  tell(method: string, params: unknown): void {
    const message = notification(method, params)
    for (const client of this.#all) if (client.initialized) client.receive(message)
  }

  /** Asks everyone who is initialized; what they answer does not matter. */
  inform(method: string, params?: unknown): void {
    const message = requestMessage(this.nextId(), method, params)
    for (const client of this.#all) if (client.initialized) client.receive(message)
  }

  ask(client: Client, { method, params }: RequestMessage, reply: (response: ResponseMessage) => void): void {
    const id = this.nextId()
    this.#questions.set(id, { client, reply })
    client.receive(requestMessage(id, method, params))
  }

  answered(client: Client, response: ResponseMessage): void {
    const question = this.#questions.get(response.id as Id)
    if (question?.client !== client) return
    this.#questions.delete(response.id as Id)
    question.reply(response)
  }

  /** Nobody wants the answers any longer. */
  forgetQuestions(): void {
    this.#questions.clear()
  }

  nextId(): Id {
    return ++this.#lastId
  }
}
