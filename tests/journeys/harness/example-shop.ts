import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
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
  let printed = "";
  let stop = async (): Promise<void> => {};
  const read = async (asked: Promise<Response>): Promise<Page> => {
    const response = await asked;
    return { path: new URL(response.url).pathname, text: await response.text() };
  };
  const page = (at: string) => read(fetch(url + at));
  return {
    url,
    start: async () => {
      const child = spawn(process.execPath, [program], {
        env: { PATH: process.env["PATH"], PORT: String(port), ...env },
        stdio: ["ignore", "pipe", "pipe"],
      });
      for (const output of [child.stdout, child.stderr]) {
        output.on("data", (chunk: Buffer) => (printed += chunk.toString("utf8")));
      }
      const ended = once(child, "exit");
      stop = async () => {
        child.kill("SIGKILL");
        await ended;
      };
      await waitFor(
        async () => {
          if (child.exitCode !== null) throw new Error(`the shop ended: ${printed}`);
          return (await page("/")).text.includes("Tea House");
        },
        { deadlineMs: 20_000, everyMs: 50, what: "the shop" },
      );
    },
    kill: () => stop(),
    press: (at, form = {}) => read(fetch(url + at, { method: "POST", body: new URLSearchParams(form) })),
    page,
    untilState: async (orderNo, state, deadlineMs = 20_000) => {
      const probe = async () => (await page(`/orders/${orderNo}/state`)).text === state;
      await waitFor(probe, { deadlineMs, everyMs: 100, what: `${state} of ${orderNo}` });
    },
    printed: () => printed,
  };
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
