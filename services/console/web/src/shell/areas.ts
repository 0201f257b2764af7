import { billsArea } from "../bills/bills-area.ts";
import { discrepanciesArea } from "../discrepancies/discrepancies-area.ts";
import { jobsArea } from "../jobs/jobs-area.ts";
import { operatorsArea } from "../operators/operators-area.ts";
import { reconciliationArea } from "../reconciliation/reconciliation-area.ts";
import { statementsArea } from "../statements/statements-area.ts";
import type { Area } from "./area.ts";

/** In the order of the menu. */
export const areas: readonly Area[] = [
  jobsArea,
  reconciliationArea,
  discrepanciesArea,
  billsArea,
  statementsArea,
  operatorsArea,
];
