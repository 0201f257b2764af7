import { type SeededDemo, seedDemo } from "@compose-pay/application";
import { parseAccount } from "@compose-pay/channels";
import { openDatabase } from "@compose-pay/database";
import { LocalStackError } from "@compose-pay/local-stack";
import { createSecretBox, newId, parseMasterKey, systemClock } from "@compose-pay/runtime";
import { z } from "zod";

export type DemoMerchant = SeededDemo;

const accountFiles = z.object({ wechat: z.unknown(), alipay: z.unknown() });

/** Makes the demo merchant with the accounts that the sandbox made for it; a second time changes nothing. */
export async function seedFromSandbox(
  options: { readonly databaseUrl: string; readonly masterKey: string; readonly apiKey?: string | undefined },
  sandboxUrl: string,
): Promise<DemoMerchant> {
  const masterKey = parseMasterKey(options.masterKey);
  if (masterKey === null) throw new LocalStackError("MASTER_KEY must be 32 bytes in base64.");
  const response = await fetch(`${sandboxUrl}/control/accounts`);
  const files = accountFiles.parse(await response.json());
  const database = openDatabase({ url: options.databaseUrl, poolSize: 2 });
  try {
    const secretBox = createSecretBox({ current: masterKey });
    const allowedChannelHosts = [new URL(sandboxUrl).host];
    const deps = { database, secretBox, clock: systemClock, newId, allowedChannelHosts };
    return await seedDemo(deps, {
      apiKey: options.apiKey,
      accounts: [readable(files.wechat), readable(files.alipay), readable(mockAccount)],
    });
  } finally {
    await database.close();
  }
}

const mockAccount = { channel: "mock", name: "mock", live: false, credentials: {} };

function readable(file: unknown) {
  const reading = parseAccount(file);
  if (reading.kind === "account") return reading.account;
  const faults = reading.faults.map(({ field, message }) => `${field} ${message}`).join("; ");
  throw new LocalStackError(`The sandbox's account file cannot be read: ${faults}`);
}
