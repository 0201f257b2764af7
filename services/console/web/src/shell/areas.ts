import { auditArea } from "../audit/audit-area.ts";
import { operatorsArea } from "../operators/operators-area.ts";
import { rolesArea } from "../roles/roles-area.ts";
import type { Area } from "./area.ts";

/** In the order of the menu. */
export const areas: readonly Area[] = [operatorsArea, rolesArea, auditArea];
