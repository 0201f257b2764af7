import {
  deleteSettingProposal,
  inTransaction,
  lockSetting,
  lockSettingProposal,
  type SettingProposalRow,
} from "@compose-pay/database";
import { holdAgainst, type SeenVersion, versionOf } from "../changed-meanwhile.ts";
import { stillMay } from "../operators/still-may.ts";
import { type SettingDeps, storeSetting, valueOf } from "./put-setting.ts";

interface Decision extends SeenVersion {
  readonly name: string;
  readonly operatorId: string;
}

export type ProposalConfirmed =
  | { readonly kind: "confirmed"; readonly proposal: SettingProposalRow; readonly before: number | null }
  /** Who has proposed it cannot confirm it. */
  | { readonly kind: "same_person" }
  /** Who has proposed it can sign in no more, or may change no settings any more. */
  | { readonly kind: "proposer_disabled" }
  | { readonly kind: "nothing_proposed" };

export type ProposalWithdrawn =
  | { readonly kind: "withdrawn"; readonly proposal: SettingProposalRow }
  | { readonly kind: "nothing_proposed" };

export function proposalVersion({ name, value, proposedBy, proposedAt }: SettingProposalRow): string {
  return versionOf({ name, value, proposedBy, proposedAt: proposedAt.getTime() });
}

/** A second operator agrees, and what was proposed holds for every process. @throws ChangedMeanwhile */
export async function confirmSetting(
  { database, clock }: SettingDeps,
  { name, operatorId, ...seen }: Decision,
): Promise<ProposalConfirmed> {
  return inTransaction(database, async (transaction) => {
    const stored = await lockSetting(transaction, name);
    const proposal = await lockSettingProposal(transaction, name);
    if (proposal === null) return { kind: "nothing_proposed" };
    holdAgainst(seen, { subject: name, version: proposalVersion(proposal) });
    if (proposal.proposedBy === operatorId) return { kind: "same_person" };
    if (!(await stillMay(transaction, proposal.proposedBy, "settings.manage")))
      return { kind: "proposer_disabled" };
    await storeSetting(transaction, proposal, { operatorId, at: clock.now() });
    return { kind: "confirmed", proposal, before: valueOf(stored) };
  });
}

/** Whoever has proposed it takes it back, or somebody does not agree. @throws ChangedMeanwhile */
export async function withdrawSetting(
  { database }: Pick<SettingDeps, "database">,
  { name, ...seen }: Omit<Decision, "operatorId">,
): Promise<ProposalWithdrawn> {
  return inTransaction(database, async (transaction) => {
    await lockSetting(transaction, name);
    const proposal = await lockSettingProposal(transaction, name);
    if (proposal === null) return { kind: "nothing_proposed" };
    holdAgainst(seen, { subject: name, version: proposalVersion(proposal) });
    await deleteSettingProposal(transaction, name);
    return { kind: "withdrawn", proposal };
  });
}
