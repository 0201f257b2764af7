import { type Connection, findSetting } from "@compose-pay/database";
import { isSettingValue, settingCatalogue, type SettingName } from "./setting-catalogue.ts";

/**
 * The value that holds now. It is read anew each time, so that a change holds from the next act on, everywhere.
 *
 * @param fallback what the environment of the process says
 */
export async function readSetting(
  connection: Connection,
  name: SettingName,
  fallback: number = settingCatalogue[name].fallback,
): Promise<number> {
  const row = await findSetting(connection, name);
  return row !== null && isSettingValue(name, row.value) ? row.value : fallback;
}
