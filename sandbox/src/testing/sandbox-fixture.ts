import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { request } from "undici";
import type { AccountFiles } from "../control/control-desk.ts";
import { startSandbox } from "../start-sandbox.ts";
import type { Sandbox } from "../start-sandbox.ts";

/** A sandbox on a free port with a data directory of its own, and its controls. */
export type SandboxFixture = {
  readonly url: string;
  readonly accounts: AccountFiles;
  /** A call of `/control/…`; the parsed answer with its HTTP status. */
  control(method: "GET" | "POST" | "PUT" | "DELETE", path: string, body?: unknown): Promise<ControlAnswer>;
  /** Ends it and starts it again on the same data; what `url` says changes. */
  restart(): Promise<void>;
  stop(): Promise<void>;
};

type ControlAnswer = { readonly status: number; readonly json: unknown };

export async function startFixture(): Promise<SandboxFixture> {
  const dataDir = await mkdtemp(join(tmpdir(), "sandbox-test-"));
  let sandbox: Sandbox = await startSandbox({ dataDir });
  return {
    get url() {
      return sandbox.url;
    },
    get accounts() {
      return sandbox.accounts();
    },
    async control(method, path, body) {
      const answer = await request(`${sandbox.url}/control${path}`, {
        method,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      return { status: answer.statusCode, json: await answer.body.json() };
    },
    async restart() {
      await sandbox.close();
      sandbox = await startSandbox({ dataDir });
    },
    async stop() {
      await sandbox.close();
      await rm(dataDir, { recursive: true });
    },
  };
}
