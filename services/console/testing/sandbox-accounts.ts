import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { type AlipayCertificateAccountFile, startSandbox } from "@compose-pay/sandbox";

/** Accounts at channels that answer, on this machine. */
export interface SandboxAccounts {
  /** A new application at Alipay that uses certificates. */
  alipayByCertificates(): Promise<AlipayCertificateAccountFile>;
  close(): Promise<void>;
}

export async function openSandboxAccounts(): Promise<SandboxAccounts> {
  const dataDir = await mkdtemp(path.join(tmpdir(), "compose-pay-console-"));
  const sandbox = await startSandbox({ dataDir });
  return {
    alipayByCertificates: async () => {
      const answer = await fetch(`${sandbox.url}/control/accounts`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ channel: "alipay", mode: "certificate" }),
      });
      // because the control answers the account's file
      return (await answer.json()) as AlipayCertificateAccountFile;
    },
    close: async () => {
      await sandbox.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
