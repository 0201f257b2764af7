import { Agent, type buildConnector, Client, type Dispatcher, Pool } from "undici";
import type { AnswerReader } from "./answer-reader.ts";
import { createConnection } from "./connection.ts";

/** Below the 5 s after which Node and others close an idle connection, perhaps just as we send on it. */
const keepAliveMs = 4_000;
/** After this a connection takes nothing more, so that a change of its host's addresses takes effect. */
const longestLifeMs = 60_000;
const mostHeaderBytes = 16 * 1_024;
const ofConnections = {
  pipelining: 1,
  allowH2: false,
  keepAliveTimeout: keepAliveMs,
  keepAliveMaxTimeout: keepAliveMs,
  maxHeaderSize: mostHeaderBytes,
  // The deadline of the whole attempt bounds these two.
  headersTimeout: 0,
  bodyTimeout: 0,
} satisfies Client.Options;

export interface PinnedAgent {
  /** Sends, and lets the reader know by which connection. */
  dispatch(options: Dispatcher.DispatchOptions, reader: AnswerReader): void;
  destroy(): Promise<void>;
}

/**
 * As many connections as there are POSTs under way, which the caller bounds: none waits here for another. They are
 * kept for a while and used again for the same scheme, host and port only.
 */
export function createPinnedAgent(connect: buildConnector.connector): PinnedAgent {
  const factory = clientOf(connect);
  const agent = new Agent({
    ...ofConnections,
    factory: (origin) => new Pool(origin, { ...ofConnections, clientTtl: longestLifeMs, factory }),
  });
  return {
    dispatch: (options, reader) => {
      agent.dispatch(options, reader);
    },
    destroy: () => agent.destroy(),
  };
}

/** A client of undici is one connection at a time, and opens the next when that has ended. */
function clientOf(connect: buildConnector.connector) {
  return (origin: URL): Client => {
    const connection = createConnection();
    const client = new Client(origin, { ...ofConnections, connect: connection.openedBy(connect) });
    const dispatch = client.dispatch.bind(client);
    client.dispatch = (request, handler) => {
      // because this agent's only door takes readers
      (handler as AnswerReader).connection = connection;
      return dispatch(request, handler);
    };
    return client;
  };
}
