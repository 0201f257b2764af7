import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { request } from "undici";
import { z } from "zod";

const accountFiles = z.object({ wechat: z.unknown(), alipay: z.unknown() });

/** From now on every customer pays at once. */
export function letEverybodyPay(sandboxUrl: string): Promise<void> {
  return setAutopay(sandboxUrl, 1);
}

/** From now on every customer takes time. */
export function letNobodyPay(sandboxUrl: string): Promise<void> {
  return setAutopay(sandboxUrl, 0);
}

async function setAutopay(sandboxUrl: string, ratio: number): Promise<void> {
  for (const channel of ["wechat", "alipay"]) {
    const answer = await request(`${sandboxUrl}/control/autopay`, {
      method: "PUT",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ channel, ratio, after_ms: 0 }),
    });
    await answer.body.dump();
    if (answer.statusCode !== 200) throw new Error(`the sandbox answered ${answer.statusCode}`);
  }
}

/** The files of the demo's accounts at both channels. */
export async function accountsAt(sandboxUrl: string): Promise<readonly unknown[]> {
  const answer = await request(`${sandboxUrl}/control/accounts`);
  const files = accountFiles.parse(await answer.body.json());
  return [files.wechat, files.alipay];
}

/**
 * When the customers paid, by the channel's number, in milliseconds since 1970. Read from the sandbox's own
 * file: what it says over HTTP is whole seconds, as the channels do.
 */
export function paidMoments(productFolder: string, sinceMs: number): ReadonlyMap<string, number> {
  const file = path.join(productFolder, "sandbox", "sandbox.sqlite");
  const database = new DatabaseSync(file, { readOnly: true, timeout: 5_000 });
  try {
    const rows = database
      .prepare("SELECT out_trade_no, paid_at FROM orders WHERE created_at >= ? AND paid_at IS NOT NULL")
      .all(sinceMs);
    return new Map(rows.map((row) => [String(row["out_trade_no"]), Number(row["paid_at"])]));
  } finally {
    database.close();
  }
}
