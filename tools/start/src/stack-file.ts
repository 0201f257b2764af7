import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";

const stackFile = z.looseObject({
  api_url: z.string(),
  api_key: z.string(),
  master_key: z.string(),
  database_url: z.string(),
  operator: z.object({ email: z.string(), password: z.string() }).nullable().default(null),
});

/** What a script needs of the running stack. Holds keys of the demo: readable by its owner only. */
export interface StackFile {
  readonly api_url: string;
  readonly api_key: string;
  readonly console_url: string | null;
  /** Null when somebody has changed the demo's password. */
  readonly operator: { readonly email: string; readonly password: string } | null;
  readonly sandbox_url: string;
  readonly database_url: string;
  readonly amqp_url: string;
  readonly redis_url: string;
  readonly webhook_secret: string;
  /** The ids of the demo's channel accounts. */
  readonly accounts: Readonly<Record<"wechat" | "alipay" | "mock", string>>;
  readonly master_key: string;
  readonly queue_prefix: string;
  readonly webhook_allowed_cidrs: string;
  readonly webhook_allowed_ports: string;
  readonly channel_allowed_hosts: string;
}

/** What an earlier start left, or null when there is nothing that can be read. */
export function readStackFile(file: string): Pick<StackFile, "api_key" | "master_key" | "operator"> | null {
  try {
    return stackFile.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return null;
  }
}

export function writeStackFile(file: string, stack: StackFile): void {
  mkdirSync(path.dirname(file), { recursive: true });
  const written = `${file}.${process.pid}`;
  writeFileSync(written, `${JSON.stringify(stack, null, 2)}\n`, { mode: 0o600 });
  // In one step, so that nobody reads half of it.
  renameSync(written, file);
}
