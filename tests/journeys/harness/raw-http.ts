import { once } from "node:events";
import { connect } from "node:net";
import { text } from "node:stream/consumers";

const patienceMs = 15_000;

/**
 * Sends bytes that need not be HTTP and reads until the server closes the connection.
 *
 * @returns all that it answered; empty when it only closed
 */
export async function rawExchange(url: string, bytes: string | Buffer): Promise<string> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.setTimeout(patienceMs, () => socket.destroy(new Error(`no end of the answer in ${patienceMs} ms`)));
  await once(socket, "connect");
  socket.write(bytes);
  return text(socket);
}
