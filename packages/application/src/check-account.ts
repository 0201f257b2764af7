import type { AccountFinding } from "@compose-pay/channels";
import {
  type ChannelDirectoryDeps,
  ChannelAccountUnusable,
  createChannelDirectory,
} from "./channel-directory.ts";

export type AccountChecked =
  | { readonly kind: "checked"; readonly findings: readonly AccountFinding[]; readonly isWell: boolean }
  /** Its credentials do not open, or cannot be read any more. */
  | { readonly kind: "unusable"; readonly reason: string }
  | { readonly kind: "account_unknown"; readonly accountId: string };

/** Looks whether an account can make calls: its keys and certificates, the clock, a query that changes nothing. */
export async function checkAccount(deps: ChannelDirectoryDeps, accountId: string): Promise<AccountChecked> {
  const directory = createChannelDirectory(deps);
  try {
    const open = await directory.find(accountId);
    if (open === null) return { kind: "account_unknown", accountId };
    const findings = await open.channel.check();
    return { kind: "checked", findings, isWell: findings.every(({ level }) => level !== "failed") };
  } catch (error) {
    if (error instanceof ChannelAccountUnusable) return { kind: "unusable", reason: error.message };
    throw error;
  } finally {
    await directory.dispose();
  }
}
