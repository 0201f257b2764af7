import { accountsArea } from "../accounts/accounts-area.ts";
import { auditArea } from "../audit/audit-area.ts";
import { billsArea } from "../bills/bills-area.ts";
import { breakersArea } from "../breakers/breakers-area.ts";
import { dashboardArea } from "../dashboard/dashboard-area.ts";
import { deadLettersArea } from "../dead-letters/dead-letters-area.ts";
import { discrepanciesArea } from "../discrepancies/discrepancies-area.ts";
import { jobsArea } from "../jobs/jobs-area.ts";
import { merchantsArea } from "../merchants/merchants-area.ts";
import { notificationsArea } from "../notifications/notifications-area.ts";
import { operatorsArea } from "../operators/operators-area.ts";
import { paymentsArea } from "../payments/payments-area.ts";
import { reconciliationArea } from "../reconciliation/reconciliation-area.ts";
import { refundsArea } from "../refunds/refunds-area.ts";
import { rolesArea } from "../roles/roles-area.ts";
import { statementsArea } from "../statements/statements-area.ts";
import { stuckArea } from "../stuck/stuck-area.ts";
import { settingsArea } from "../settings/settings-area.ts";
import { webhooksArea } from "../webhooks/webhooks-area.ts";
import type { Area } from "./area.ts";

/** In the order of the menu. */
export const areas: readonly Area[] = [
  dashboardArea,
  stuckArea,
  paymentsArea,
  refundsArea,
  webhooksArea,
  notificationsArea,
  deadLettersArea,
  breakersArea,
  jobsArea,
  reconciliationArea,
  discrepanciesArea,
  billsArea,
  statementsArea,
  merchantsArea,
  accountsArea,
  settingsArea,
  operatorsArea,
  rolesArea,
  auditArea,
];
