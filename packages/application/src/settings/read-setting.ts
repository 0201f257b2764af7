import { type Connection, findSetting } from "@compose-pay/database";
import { type EnvironmentOf, isSettingValue, type SettingName, standardOf } from "./setting-catalogue.ts";

/** The value that holds now. It is read anew each time, so that a change holds from the next act on, everywhere. */
export async function readSetting<Name extends SettingName>(
  connection: Connection,
  name: Name,
  environment: EnvironmentOf<Name>,
): Promise<number> {
  const row = await findSetting(connection, name);
  return row !== null && isSettingValue(name, row.value) ? row.value : standardOf(name, environment);
}
