import { operatorsArea } from "../operators/operators-area.ts";
import { paymentsArea } from "../payments/payments-area.ts";
import { refundsArea } from "../refunds/refunds-area.ts";
import type { Area } from "./area.ts";

/** In the order of the menu. */
export const areas: readonly Area[] = [paymentsArea, refundsArea, operatorsArea];
