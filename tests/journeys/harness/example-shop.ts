import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import path from "node:path";
import { checkoutFolder } from "@compose-pay/start";
import { waitFor } from "@compose-pay/test-support";

/** The shop of `examples/merchant-express` as a process, and a customer's browser. */
export interface ExampleShop {
  readonly url: string;
  /** Starts it, again after a kill, and waits until it serves. */
  start(): Promise<void>;
  /** SIGKILL. */
  kill(): Promise<void>;
  /** Posts a form and follows to the page behind it. */
  press(at: string, form?: Readonly<Record<string, string>>): Promise<Page>;
  page(at: string): Promise<Page>;
  /** What its waiting page watches: the order's status, and its refund's. */
  untilState(orderNo: string, state: string, deadlineMs?: number): Promise<void>;
  /** What it printed since it was started for the first time. */
  printed(): string;
}

export interface Page {
  /** Where the browser is now. */
  readonly path: string;
  readonly text: string;
}

const program = path.join(checkoutFolder, "examples/merchant-express/src/main.ts");

/** Not started yet. `env` names compose-pay and the file that keeps the shop's data. */
export async function createExampleShop(env: Readonly<Record<string, string>>): Promise<ExampleShop> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const output: string[] = [];
  let child: ChildProcess | null = null;
  const page = (at: string) => pageOf(fetch(url + at));
  return {
    url,
    start: async () => {
      const started = launch({ PORT: String(port), ...env }, output);
      child = started;
      const isOpen = async () => started.exitCode !== null || (await page("/")).text.includes("Tea House");
      await waitFor(isOpen, { deadlineMs: 20_000, everyMs: 50, what: "the shop" });
      if (started.exitCode !== null) throw new Error(`the shop ended: ${output.join("")}`);
    },
    kill: async () => {
      if (child === null) return;
      const ended = once(child, "exit");
      child.kill("SIGKILL");
      await ended;
      child = null;
    },
    press: (at, form = {}) => pageOf(fetch(url + at, { method: "POST", body: new URLSearchParams(form) })),
    page,
    untilState: async (orderNo, state, deadlineMs = 20_000) => {
      const probe = async () => (await page(`/orders/${orderNo}/state`)).text === state;
      await waitFor(probe, { deadlineMs, everyMs: 100, what: `${state} of ${orderNo}` });
    },
    printed: () => output.join(""),
  };
}

function launch(env: Readonly<Record<string, string>>, output: string[]): ChildProcess {
  const child = spawn(process.execPath, [program], {
    env: { PATH: process.env["PATH"], ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => output.push(text));
  }
  return child;
}

async function pageOf(asked: Promise<Response>): Promise<Page> {
  const response = await asked;
  return { path: new URL(response.url).pathname, text: await response.text() };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  // because a server that listens on TCP has an address of this shape
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}
