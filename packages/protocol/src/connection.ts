import type { DataCallback, Message, MessageConnection } from '#jsonrpc'
import { AbstractMessageReader, AbstractMessageWriter, createMessageConnection } from '#jsonrpc'
import type { Channel } from './channel.ts'
import { decodeFrame, encodeFrame } from './frame.ts'

/** JSON-RPC over a channel. The connection closes when the channel ends, and the other way round; calls in flight fail. */
export function createConnection(channel: Channel): MessageConnection {
  const connection = createMessageConnection(new ChannelReader(channel), new ChannelWriter(channel))
  // Only a disposed connection lets go of those who wait for an answer.
  connection.onClose(() => connection.dispose())
  connection.onDispose(() => channel.end())
  connection.listen()
  return connection
}

class ChannelReader extends AbstractMessageReader {
  constructor(private readonly channel: Channel) {
    super()
  }

  listen(callback: DataCallback) {
    this.channel.onFrame = (frame) => {
      let message: Message
      try {
        message = decodeFrame(frame) as Message
      } catch (error) {
        this.fireError(error)
        return
      }
      callback(message)
    }
    this.channel.onEnd = () => this.fireClose()
    return { dispose: () => {} }
  }
}

class ChannelWriter extends AbstractMessageWriter {
  constructor(private readonly channel: Channel) {
    super()
  }

  write(message: Message): Promise<void> {
    this.channel.send(encodeFrame(message))
    return Promise.resolve()
  }

  end(): void {}
}
