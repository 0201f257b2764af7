import {
  type Database,
  deleteSetting,
  inTransaction,
  lockSetting,
  type SettingRow,
  upsertSetting,
} from "@compose-pay/database";
import type { Clock } from "@compose-pay/runtime";
import { isSettingName, isSettingValue, settingDefinition } from "./setting-catalogue.ts";

export interface SettingPutInput {
  readonly name: string;
  /** Null takes away what operators said, so that the default holds again. */
  readonly value: number | null;
  readonly operatorId: string;
}

export type SettingPut =
  | { readonly kind: "put"; readonly before: number | null; readonly after: number | null }
  | { readonly kind: "setting_unknown" }
  | { readonly kind: "out_of_range"; readonly least: number; readonly most: number };

/** Changes a setting for every process. The same once more changes nothing, not even who changed it last. */
export async function putSetting(
  { database, clock }: { readonly database: Database; readonly clock: Clock },
  { name, value, operatorId }: SettingPutInput,
): Promise<SettingPut> {
  if (!isSettingName(name)) return { kind: "setting_unknown" };
  const { least, most } = settingDefinition(name);
  if (value !== null && !isSettingValue(name, value)) return { kind: "out_of_range", least, most };
  return inTransaction(database, async (transaction) => {
    const before = valueOf(await lockSetting(transaction, name));
    if (value === before) return { kind: "put", before, after: value };
    if (value === null) await deleteSetting(transaction, name);
    else await upsertSetting(transaction, { name, value, updatedBy: operatorId, updatedAt: clock.now() });
    return { kind: "put", before, after: value };
  });
}

function valueOf(row: SettingRow | null): number | null {
  return typeof row?.value === "number" ? row.value : null;
}
