import type { Connection } from "../connection.ts";
import { eq } from "../drizzle.ts";
import { settingProposals } from "../tables/index.ts";

export type SettingProposalRow = typeof settingProposals.$inferSelect;

/** All that wait; there are never more than the catalogue of settings has names. */
export async function listSettingProposals(connection: Connection): Promise<SettingProposalRow[]> {
  return connection.select().from(settingProposals);
}

/** Locked until the transaction ends; its setting is locked before it. */
export async function lockSettingProposal(
  transaction: Connection,
  name: string,
): Promise<SettingProposalRow | null> {
  const [row] = await transaction
    .select()
    .from(settingProposals)
    .where(eq(settingProposals.name, name))
    .for("update");
  return row ?? null;
}

/** Writes it over the one that may wait. */
export async function upsertSettingProposal(connection: Connection, row: SettingProposalRow): Promise<void> {
  const { name: _, ...set } = row;
  await connection.insert(settingProposals).values(row).onDuplicateKeyUpdate({ set });
}

export async function deleteSettingProposal(connection: Connection, name: string): Promise<void> {
  await connection.delete(settingProposals).where(eq(settingProposals.name, name));
}
