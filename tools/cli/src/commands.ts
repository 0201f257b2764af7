import type { Command } from "./command.ts";
import { accountCertificates } from "./commands/account-certificates.ts";
import { accountCheck } from "./commands/account-check.ts";
import { accountList } from "./commands/account-list.ts";
import { accountPut } from "./commands/account-put.ts";
import { appCreate } from "./commands/app-create.ts";
import { appUpdate } from "./commands/app-update.ts";
import { billList } from "./commands/bill-list.ts";
import { billLoad } from "./commands/bill-load.ts";
import { billSave } from "./commands/bill-save.ts";
import { billShow } from "./commands/bill-show.ts";
import { contractList } from "./commands/contract-list.ts";
import { breakerList } from "./commands/breaker-list.ts";
import { breakerAuto, breakerClose, breakerOpen } from "./commands/breaker-order.ts";
import { contractPut } from "./commands/contract-put.ts";
import { deadLettersList } from "./commands/dead-letters-list.ts";
import { deadLettersDrop, deadLettersReplay } from "./commands/dead-letters-settle.ts";
import { discrepancyList } from "./commands/discrepancy-list.ts";
import { discrepancyApprove, discrepancyReject } from "./commands/discrepancy-approve.ts";
import { discrepancyPreview } from "./commands/discrepancy-preview.ts";
import { discrepancyResolve } from "./commands/discrepancy-resolve.ts";
import { discrepancyShow } from "./commands/discrepancy-show.ts";
import { doctor } from "./commands/doctor.ts";
import { deliveryShow } from "./commands/delivery-show.ts";
import { endpointCreate } from "./commands/endpoint-create.ts";
import { endpointDelete } from "./commands/endpoint-delete.ts";
import { endpointDeliveries } from "./commands/endpoint-deliveries.ts";
import { endpointList } from "./commands/endpoint-list.ts";
import { endpointReplay } from "./commands/endpoint-replay.ts";
import { endpointShow } from "./commands/endpoint-show.ts";
import { endpointTest } from "./commands/endpoint-test.ts";
import { endpointDisable, endpointEnable, endpointUpdate } from "./commands/endpoint-update.ts";
import { eventList } from "./commands/event-list.ts";
import { eventRedeliver } from "./commands/event-redeliver.ts";
import { eventShow } from "./commands/event-show.ts";
import { ipRuleAdd, ipRuleRemove } from "./commands/ip-rule-change.ts";
import { ipRuleList } from "./commands/ip-rule-list.ts";
import { jobsList } from "./commands/jobs-list.ts";
import { jobsPause, jobsResume } from "./commands/jobs-pause.ts";
import { jobsRun } from "./commands/jobs-run.ts";
import { jobsRuns } from "./commands/jobs-runs.ts";
import { jobsSchedule } from "./commands/jobs-schedule.ts";
import { jobsShow } from "./commands/jobs-show.ts";
import { keyCreate } from "./commands/key-create.ts";
import { keyList } from "./commands/key-list.ts";
import { keyRevoke } from "./commands/key-revoke.ts";
import { merchantCreate } from "./commands/merchant-create.ts";
import { merchantFreeze, merchantUnfreeze } from "./commands/merchant-freeze.ts";
import { migrate } from "./commands/migrate.ts";
import { auditVerify } from "./commands/audit-verify.ts";
import { operatorCreate } from "./commands/operator-create.ts";
import { operatorList } from "./commands/operator-list.ts";
import { operatorReset } from "./commands/operator-reset.ts";
import { refundList } from "./commands/refund-list.ts";
import { refundRetry } from "./commands/refund-retry.ts";
import { refundSettle } from "./commands/refund-settle.ts";
import { refundShow } from "./commands/refund-show.ts";
import { routeList } from "./commands/route-list.ts";
import { notificationList } from "./commands/notification-list.ts";
import { notificationProcess } from "./commands/notification-process.ts";
import { notificationShow } from "./commands/notification-show.ts";
import { paymentShow } from "./commands/payment-show.ts";
import { appRotateSecret, endpointRotateSecret } from "./commands/rotate-secret.ts";
import { runList } from "./commands/run-list.ts";
import { runShow } from "./commands/run-show.ts";
import { runStart } from "./commands/run-start.ts";
import { statementBuild } from "./commands/statement-build.ts";
import { statementList } from "./commands/statement-list.ts";
import { statementSave } from "./commands/statement-save.ts";
import { targetList } from "./commands/target-list.ts";
import { routePut } from "./commands/route-put.ts";

/** In the order in which help shows them: what sets up a merchant, from the first step to the last. */
export const commands: readonly Command[] = [
  migrate,
  merchantCreate,
  merchantFreeze,
  merchantUnfreeze,
  appCreate,
  appUpdate,
  appRotateSecret,
  keyCreate,
  keyRevoke,
  keyList,
  ipRuleAdd,
  ipRuleRemove,
  ipRuleList,
  endpointCreate,
  endpointList,
  endpointShow,
  endpointUpdate,
  endpointEnable,
  endpointDisable,
  endpointDelete,
  endpointRotateSecret,
  endpointTest,
  endpointDeliveries,
  endpointReplay,
  accountPut,
  accountList,
  accountCheck,
  accountCertificates,
  contractPut,
  contractList,
  routePut,
  routeList,
  paymentShow,
  refundList,
  refundShow,
  refundSettle,
  refundRetry,
  eventList,
  eventShow,
  eventRedeliver,
  deliveryShow,
  targetList,
  notificationList,
  notificationShow,
  notificationProcess,
  runStart,
  runList,
  runShow,
  discrepancyList,
  discrepancyShow,
  discrepancyPreview,
  discrepancyResolve,
  discrepancyApprove,
  discrepancyReject,
  statementBuild,
  statementList,
  statementSave,
  billList,
  billShow,
  billLoad,
  billSave,
  breakerList,
  breakerOpen,
  breakerClose,
  breakerAuto,
  jobsList,
  jobsShow,
  jobsRuns,
  jobsRun,
  jobsPause,
  jobsResume,
  jobsSchedule,
  deadLettersList,
  deadLettersReplay,
  deadLettersDrop,
  operatorCreate,
  operatorList,
  operatorReset,
  auditVerify,
  doctor,
];
