import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";

interface ScriptedRequest {
  readonly method: string;
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly socket: Socket;
}

/** What a script does with one request: answers, breaks the connection, or never answers. */
export type Script = (request: ScriptedRequest, response: ServerResponse) => void;

export interface ScriptedServer {
  readonly url: string;
  /** Every request that arrived, oldest first. */
  readonly requests: readonly ScriptedRequest[];
  /** What happens to requests from now on. */
  play(script: Script): void;
  close(): Promise<void>;
}

/** A server that answers as a test says, for answers that no honest channel gives. */
export async function startScriptedServer(): Promise<ScriptedServer> {
  const requests: ScriptedRequest[] = [];
  const played = { script: refuse };
  const server = createServer((incoming, response) => {
    void readRequest(incoming).then((request) => {
      requests.push(request);
      return played.script(request, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo; // because it listens on TCP
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    play: (script) => {
      played.script = script;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const refuse: Script = (_, response) => {
  response.writeHead(500).end();
};

async function readRequest(incoming: IncomingMessage): Promise<ScriptedRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer); // because no encoding was set
  return {
    method: incoming.method ?? "",
    target: incoming.url ?? "",
    headers: Object.fromEntries(
      Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]),
    ),
    body: Buffer.concat(chunks).toString(),
    socket: incoming.socket,
  };
}
