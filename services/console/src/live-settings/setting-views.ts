import {
  type EnvironmentOf,
  isSettingValue,
  proposalVersion,
  settingDefinition,
  type SettingName,
  settingNames,
  settingVersion,
  standardOf,
} from "@compose-pay/application";
import type { SettingProposalView, SettingView } from "@compose-pay/contracts";
import {
  type Connection,
  findOperator,
  listSettingProposals,
  listSettings,
  type SettingProposalRow,
  type SettingRow,
} from "@compose-pay/database";

/** All of them, in the order of the catalogue. */
export async function readSettingViews(
  connection: Connection,
  settings: EnvironmentOf<SettingName>,
): Promise<readonly SettingView[]> {
  const stored = new Map((await listSettings(connection)).map((row) => [row.name, row]));
  const proposed = new Map((await listSettingProposals(connection)).map((row) => [row.name, row]));
  const people = new Map<string, string>();
  for (const id of [...stored.values()].map(({ updatedBy }) => updatedBy)) await learn(id);
  for (const id of [...proposed.values()].map(({ proposedBy }) => proposedBy)) await learn(id);
  return settingNames.map((name) =>
    settingView(name, {
      standard: standardOf(name, settings),
      row: stored.get(name) ?? null,
      proposal: proposed.get(name) ?? null,
      nameOf: (id) => people.get(id) ?? id,
    }),
  );

  async function learn(id: string) {
    if (!people.has(id)) people.set(id, (await findOperator(connection, id))?.email ?? id);
  }
}

interface SettingParts {
  readonly standard: number;
  readonly row: SettingRow | null;
  readonly proposal: SettingProposalRow | null;
  /** The e-mail of an operator, by the id. */
  readonly nameOf: (id: string) => string;
}

function settingView(name: SettingName, { standard, row, proposal, nameOf }: SettingParts): SettingView {
  const { unit, least, most, isRaisedByTwo = false } = settingDefinition(name);
  const said = row !== null && isSettingValue(name, row.value) ? row : null;
  return {
    name,
    version: settingVersion(name, row),
    unit,
    value: said === null ? standard : Number(said.value),
    default: standard,
    least,
    most,
    updated_by: said === null ? null : nameOf(said.updatedBy),
    updated_at: said?.updatedAt.toISOString() ?? null,
    raised_by_two: isRaisedByTwo,
    proposal: proposal === null ? null : proposalView(proposal, { standard, nameOf }),
  };
}

function proposalView(
  row: SettingProposalRow,
  { standard, nameOf }: Pick<SettingParts, "standard" | "nameOf">,
): SettingProposalView {
  return {
    version: proposalVersion(row),
    value: row.value ?? standard,
    proposed_by: { id: row.proposedBy, email: nameOf(row.proposedBy) },
    proposed_at: row.proposedAt.toISOString(),
  };
}
