import {
  type Connection,
  type Database,
  deleteSetting,
  deleteSettingProposal,
  inTransaction,
  lockSetting,
  type SettingProposalRow,
  type SettingRow,
  upsertSetting,
  upsertSettingProposal,
} from "@compose-pay/database";
import type { Clock } from "@compose-pay/runtime";
import { holdAgainst, type SeenVersion, versionOf } from "../changed-meanwhile.ts";
import {
  type EnvironmentOf,
  isSettingName,
  isSettingValue,
  settingDefinition,
  type SettingName,
  standardOf,
} from "./setting-catalogue.ts";

export interface SettingDeps {
  readonly database: Database;
  readonly clock: Clock;
}

/** With what the environment of the process says. */
export interface PutSettingDeps extends SettingDeps {
  readonly settings: EnvironmentOf<SettingName>;
}

export interface SettingPutInput extends SeenVersion {
  readonly name: string;
  /** Null takes away what operators said, so that the default holds again. */
  readonly value: number | null;
  readonly operatorId: string;
}

export type SettingPut =
  | { readonly kind: "put"; readonly before: number | null; readonly after: number | null }
  /** It waits for another operator and nothing has changed; what waited before is replaced. */
  | { readonly kind: "proposed"; readonly proposal: SettingProposalRow }
  | { readonly kind: "setting_unknown" }
  | { readonly kind: "out_of_range"; readonly least: number; readonly most: number };

export function settingVersion(name: string, row: Pick<SettingRow, "value"> | null): string {
  return versionOf({ name, value: valueOf(row) });
}

/**
 * Changes a setting for every process, or proposes the change where it takes two people. The same once more changes
 * nothing, not even who changed it last; another value takes back what was proposed.
 *
 * @throws ChangedMeanwhile
 */
export async function putSetting(deps: PutSettingDeps, input: SettingPutInput): Promise<SettingPut> {
  const { name, value, operatorId } = input;
  if (!isSettingName(name)) return { kind: "setting_unknown" };
  const { least, most } = settingDefinition(name);
  if (value !== null && !isSettingValue(name, value)) return { kind: "out_of_range", least, most };
  const standard = standardOf(name, deps.settings);
  return inTransaction(deps.database, async (transaction) => {
    const stored = await lockSetting(transaction, name);
    holdAgainst(input, { subject: name, version: settingVersion(name, stored) });
    const before = valueOf(stored);
    if (value === before) return { kind: "put", before, after: value };
    const at = deps.clock.now();
    if (takesTwo(name, { before: before ?? standard, after: value ?? standard })) {
      const proposal = { name, value, proposedBy: operatorId, proposedAt: at };
      await upsertSettingProposal(transaction, proposal);
      return { kind: "proposed", proposal };
    }
    await storeSetting(transaction, { name, value }, { operatorId, at });
    return { kind: "put", before, after: value };
  });
}

function takesTwo(
  name: SettingName,
  { before, after }: { readonly before: number; readonly after: number },
): boolean {
  return settingDefinition(name).isRaisedByTwo === true && after > before;
}

/** Lets a value hold; nothing that was proposed before waits any more. */
export async function storeSetting(
  transaction: Connection,
  { name, value }: { readonly name: string; readonly value: number | null },
  { operatorId, at }: { readonly operatorId: string; readonly at: Date },
): Promise<void> {
  await deleteSettingProposal(transaction, name);
  if (value === null) await deleteSetting(transaction, name);
  else await upsertSetting(transaction, { name, value, updatedBy: operatorId, updatedAt: at });
}

export function valueOf(row: Pick<SettingRow, "value"> | null): number | null {
  return typeof row?.value === "number" ? row.value : null;
}
