import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import {
  type AlipayCertificateAccountFile,
  startSandbox,
  type WechatAccountFile,
} from "@compose-pay/sandbox";

/** Accounts at channels that answer, on this machine. */
export interface SandboxAccounts {
  /** A new application at Alipay that uses certificates. */
  alipayByCertificates(): Promise<AlipayCertificateAccountFile>;
  /** A new merchant at WeChat Pay. */
  wechat(): Promise<WechatAccountFile>;
  /** The next call of this operation at WeChat Pay is told to come later. */
  throttleNext(operation: string): Promise<void>;
  close(): Promise<void>;
}

export async function openSandboxAccounts(): Promise<SandboxAccounts> {
  const dataDir = await mkdtemp(path.join(tmpdir(), "compose-pay-console-"));
  const sandbox = await startSandbox({ dataDir });
  const control = async (method: string, to: string, body: unknown): Promise<unknown> => {
    const headers = { "content-type": "application/json" };
    const answer = await fetch(`${sandbox.url}/control${to}`, {
      method,
      headers,
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${to} was answered ${answer.status}`);
    return answer.json();
  };
  return {
    alipayByCertificates: async () => {
      const wanted = { channel: "alipay", mode: "certificate" };
      // because the control answers the account's file
      return (await control("POST", "/accounts", wanted)) as AlipayCertificateAccountFile;
    },
    wechat: async () => {
      const wanted = { channel: "wechat", mode: "public_key" };
      // because the control answers the account's file
      return (await control("POST", "/accounts", wanted)) as WechatAccountFile;
    },
    throttleNext: async (operation) => {
      await control("PUT", "/faults", [{ channel: "wechat", operation, fault: "rate_limited", times: 1 }]);
    },
    close: async () => {
      await sandbox.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
