import { operatorsArea } from "../operators/operators-area.ts";
import type { Area } from "./area.ts";

/** In the order of the menu. */
export const areas: readonly Area[] = [operatorsArea];
