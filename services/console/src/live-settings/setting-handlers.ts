import {
  putSetting,
  settingDefinition,
  type SettingName,
  settingNames,
  isSettingName,
  isSettingValue,
} from "@compose-pay/application";
import type { settingRoutes, SettingView } from "@compose-pay/contracts";
import { findOperator, findSetting, listSettings, type SettingRow } from "@compose-pay/database";
import { done, type HandlersOf, noSuch, refusedInput } from "../api/handler.ts";
import type { ConsoleDeps } from "../console-deps.ts";

/** What operators change while everything runs. */
export function settingHandlers(deps: ConsoleDeps): HandlersOf<typeof settingRoutes> {
  const { connection } = deps.database;
  const defaults: { readonly [Name in SettingName]?: number } = {
    approval_from_fen: deps.settings.APPROVAL_FROM_FEN,
  };
  const viewOf = async (name: SettingName, row: SettingRow | null): Promise<SettingView> => {
    const { unit, least, most, fallback } = settingDefinition(name);
    const standard = defaults[name] ?? fallback;
    const said = row !== null && isSettingValue(name, row.value) ? row : null;
    const operator = said === null ? null : await findOperator(connection, said.updatedBy);
    return {
      name,
      unit,
      value: said === null ? standard : Number(said.value),
      default: standard,
      least,
      most,
      updated_by: said === null ? null : (operator?.email ?? said.updatedBy),
      updated_at: said?.updatedAt.toISOString() ?? null,
    };
  };
  return {
    "settings.list": async () => {
      const stored = new Map((await listSettings(connection)).map((row) => [row.name, row]));
      const rows: SettingView[] = [];
      for (const name of settingNames) rows.push(await viewOf(name, stored.get(name) ?? null));
      return done({ rows, next: null });
    },
    "settings.put": async ({ input: { name, value }, session: { operator } }) => {
      if (!isSettingName(name)) return noSuch("setting");
      const put = await putSetting(deps, { name, value, operatorId: operator.id });
      switch (put.kind) {
        case "setting_unknown":
          return noSuch("setting");
        case "out_of_range":
          return refusedInput("value", `must be from ${put.least} to ${put.most}`);
        case "put": {
          const after = await viewOf(name, await findSetting(connection, name));
          const { before } = put;
          return done(after, { before: { value: before ?? after.default }, after: { value: after.value } });
        }
      }
    },
  };
}
