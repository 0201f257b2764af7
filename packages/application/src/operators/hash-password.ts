import crypto, { type Argon2Parameters, randomBytes, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";
import { Overload } from "@compose-pay/runtime";

/** OWASP's Password Storage Cheat Sheet, argon2id: 19 MiB, two passes, one lane. */
const cost = { memory: 19_456, passes: 2, parallelism: 1, tagLength: 32 } as const;
const saltBytes = 16;

/** Each takes a core for some 30 ms, so that more at a time would only be slower. */
const mostAtOnce = 2;
const mostWaiting = 64;

/** Looked up when it is called: an old Node, which does not have it, shall come as far as to be told so. */
function derive(parameters: Argon2Parameters): Promise<Buffer> {
  return promisify(crypto.argon2)("argon2id", parameters);
}

/** @returns argon2id in PHC form: `$argon2id$v=19$m=…,t=…,p=…$salt$hash` */
export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(saltBytes);
  const hash = await inTurn(() => derive({ ...cost, message: password, nonce }));
  const { memory, passes, parallelism } = cost;
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${base64(nonce)}$${base64(hash)}`;
}

/**
 * Takes the same time for whoever does not exist: give the hash of nobody then.
 *
 * @param phc null: there is nobody with this name, and the answer is false
 * @throws Overload when too many wait already
 */
export async function verifyPassword(password: string, phc: string | null): Promise<boolean> {
  const { parameters, expected } = parse(phc ?? nobody);
  const hash = await inTurn(() => derive({ ...parameters, message: password }));
  return timingSafeEqual(hash, expected) && phc !== null;
}

function parse(phc: string) {
  const found = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([\w+/]+)\$([\w+/]+)$/.exec(phc);
  if (found === null) throw new Error("a stored password is no argon2id hash");
  const [, memory, passes, parallelism, salt = "", hash = ""] = found;
  const expected = Buffer.from(hash, "base64");
  const parameters = {
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
    tagLength: expected.length,
    nonce: Buffer.from(salt, "base64"),
  };
  return { parameters, expected };
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("base64").replace(/=+$/, "");
}

/** Of no password: its hash is what chance has given. */
const nobody = `$argon2id$v=19$m=${cost.memory},t=${cost.passes},p=${cost.parallelism}$${base64(randomBytes(saltBytes))}$${base64(randomBytes(cost.tagLength))}`;

let running = 0;
const waiting: (() => void)[] = [];

async function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
  if (running >= mostAtOnce) {
    if (waiting.length >= mostWaiting) throw new Overload("too many passwords are being looked at");
    await new Promise<void>((resolve) => waiting.push(resolve));
  } else {
    running += 1;
  }
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next === undefined) running -= 1;
    else next();
  }
}
