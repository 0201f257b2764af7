import { accountsArea } from "../accounts/accounts-area.ts";
import { merchantsArea } from "../merchants/merchants-area.ts";
import { operatorsArea } from "../operators/operators-area.ts";
import { settingsArea } from "../settings/settings-area.ts";
import type { Area } from "./area.ts";

/** In the order of the menu. */
export const areas: readonly Area[] = [merchantsArea, accountsArea, settingsArea, operatorsArea];
