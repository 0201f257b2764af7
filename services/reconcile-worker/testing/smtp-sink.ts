import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { createInterface } from "node:readline";

export interface ReceivedMail {
  readonly from: string;
  readonly to: readonly string[];
  /** Head and body as they came. */
  readonly data: string;
}

export interface SmtpSink {
  /** `smtp://127.0.0.1:<port>` */
  readonly url: string;
  readonly received: readonly ReceivedMail[];
  close(): Promise<void>;
}

/** A mail server that takes everything (RFC 5321, without extensions), or that accepts and then says nothing. */
export async function startSmtpSink({ isSilent = false } = {}): Promise<SmtpSink> {
  const received: ReceivedMail[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    if (!isSilent) void converse(socket, received);
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  // because a server that listens on TCP has an address of this shape
  const { port } = server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    received,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      const closed = once(server, "close");
      server.close();
      await closed;
    },
  };
}

async function converse(socket: Socket, received: ReceivedMail[]): Promise<void> {
  const say = (line: string) => socket.write(`${line}\r\n`);
  let from = "";
  let to: string[] = [];
  let data: string[] | null = null;
  say("220 sink");
  for await (const line of createInterface({ input: socket })) {
    if (data !== null && line !== ".") data.push(line);
    else if (data !== null) {
      received.push({ from, to, data: data.join("\n") });
      [from, to, data] = ["", [], null];
      say("250 taken");
    } else if (/^MAIL FROM:/i.test(line)) {
      from = addressOf(line);
      say("250 ok");
    } else if (/^RCPT TO:/i.test(line)) {
      to.push(addressOf(line));
      say("250 ok");
    } else if (/^DATA/i.test(line)) {
      data = [];
      say("354 go on");
    } else if (/^QUIT/i.test(line)) {
      socket.end("221 bye\r\n");
    } else say("250 sink");
  }
}

function addressOf(line: string): string {
  return /<([^>]*)>/.exec(line)?.[1] ?? "";
}
