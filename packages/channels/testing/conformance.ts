import { afterAll, beforeAll, describe } from "vitest";

import { describeAccount } from "./conformance-account.ts";
import { describeBills } from "./conformance-bills.ts";
import { describeFaults } from "./conformance-faults.ts";
import { describeNotifications } from "./conformance-notifications.ts";
import { describeOrders } from "./conformance-orders.ts";
import { describeRefunds } from "./conformance-refunds.ts";
import type { ConformanceRig, ConformanceSubject } from "./conformance-rig.ts";

const startMs = 60_000;

/** What every channel promises, whatever protocol it speaks; each promise is a case with a name. */
export function describeConformance(subject: ConformanceSubject): void {
  describe(`the promises of a channel, kept by ${subject.name}`, () => {
    let rig: ConformanceRig | null = null;
    const rigOf = () => {
      if (rig === null) throw new Error("the rig has not started");
      return rig;
    };
    beforeAll(async () => {
      rig = await subject.start();
    }, startMs);
    afterAll(() => rig?.stop());

    describeAccount(subject, rigOf);
    describeOrders(subject, rigOf);
    describeFaults(subject, rigOf);
    describeRefunds(subject, rigOf);
    describeNotifications(subject, rigOf);
    // The last, because a day goes by at the channel.
    describeBills(subject, rigOf);
  });
}
