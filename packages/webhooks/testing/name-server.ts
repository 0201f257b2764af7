import { createSocket } from "node:dgram";
import { once } from "node:events";
import { isIP } from "node:net";

/** What is said about a name: other names that it goes by on the way, then addresses; nothing at all if silent. */
export type NameAnswer =
  | { readonly kind: "addresses"; readonly by?: readonly string[]; readonly addresses: readonly string[] }
  | { readonly kind: "unknown" }
  | { readonly kind: "silent" };

/** A name server (RFC 1035) on loopback. */
export interface NameServer {
  /** As `dns.setServers` takes it. */
  readonly address: string;
  /** Names, each as often as it was asked about, whatever the family. */
  readonly asked: readonly string[];
  close(): void;
}

const typeA = 1;
const typeAaaa = 28;
const typeCname = 5;
const classInternet = 1;

export async function startNameServer(
  answerTo: (name: string, family: 4 | 6) => NameAnswer,
): Promise<NameServer> {
  const socket = createSocket("udp4");
  const asked: string[] = [];
  socket.on("message", (message, { port, address }) => {
    const { name, type, question } = readQuestion(message);
    if (type === typeA) asked.push(name);
    const answer = answerTo(name, type === typeA ? 4 : 6);
    if (answer.kind === "silent") return;
    const records = answer.kind === "addresses" ? recordsOf(name, type, answer) : [];
    const header = Buffer.alloc(12);
    message.copy(header, 0, 0, 2);
    header.writeUInt16BE(answer.kind === "unknown" ? 0x8183 : 0x8180, 2);
    header.writeUInt16BE(1, 4);
    header.writeUInt16BE(records.length, 6);
    socket.send(Buffer.concat([header, question, ...records]), port, address);
  });
  socket.bind(0, "127.0.0.1");
  await once(socket, "listening");
  return { address: `127.0.0.1:${socket.address().port}`, asked, close: () => socket.close() };
}

function readQuestion(message: Buffer) {
  const labels: string[] = [];
  let at = 12;
  for (let length = message.readUInt8(at); length > 0; length = message.readUInt8(at)) {
    labels.push(message.toString("latin1", at + 1, at + 1 + length));
    at += 1 + length;
  }
  const question = message.subarray(12, at + 5);
  return { name: labels.join(".").toLowerCase(), type: message.readUInt16BE(at + 1), question };
}

function recordsOf(
  name: string,
  type: number,
  { by = [], addresses }: Extract<NameAnswer, { kind: "addresses" }>,
): readonly Buffer[] {
  const names = [name, ...by];
  const aliases = by.map((alias, index) => record(names[index] ?? "", typeCname, nameBytes(alias)));
  const family = type === typeA ? 4 : type === typeAaaa ? 6 : 0;
  const own = addresses.filter((address) => isIP(address) === family);
  return [...aliases, ...own.map((address) => record(names.at(-1) ?? "", type, addressBytes(address)))];
}

function record(name: string, type: number, data: Buffer): Buffer {
  const fixed = Buffer.alloc(10);
  fixed.writeUInt16BE(type, 0);
  fixed.writeUInt16BE(classInternet, 2);
  // Not to be remembered by anybody.
  fixed.writeUInt32BE(0, 4);
  fixed.writeUInt16BE(data.length, 8);
  return Buffer.concat([nameBytes(name), fixed, data]);
}

function nameBytes(name: string): Buffer {
  const labels = name.split(".").map((label) => Buffer.from(`${String.fromCharCode(label.length)}${label}`));
  return Buffer.concat([...labels, Buffer.alloc(1)]);
}

/** IPv6 in full, eight groups. */
function addressBytes(address: string): Buffer {
  if (isIP(address) === 4) return Buffer.from(address.split(".").map(Number));
  return Buffer.from(
    address.split(":").flatMap((group) => {
      const bits = Number.parseInt(group, 16);
      return [bits >> 8, bits & 0xff];
    }),
  );
}
