import { consoleRouteOf } from "@compose-pay/contracts";
import { openDatabase } from "@compose-pay/database";
import { createLogger, createMetrics, systemClock } from "@compose-pay/runtime";
import { waitFor } from "@compose-pay/test-support";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { auditOf } from "../../testing/audit-of.ts";
import { type ConsoleStage, openConsoleStage } from "../../testing/console-stage.ts";
import { audited } from "./audited.ts";
import { done } from "./handler.ts";

let stage: ConsoleStage;

beforeAll(async () => {
  stage = await openConsoleStage();
});
afterAll(() => stage.close());

describe("an act whose end cannot be written down", () => {
  it("is done all the same, is counted, and stands in the audit as begun", async () => {
    const database = openDatabase({ url: stage.databaseUrl, poolSize: 1 });
    const metrics = createMetrics("test");
    const logger = createLogger({ service: "test", level: "silent" });
    const { secretBox } = stage;
    const name = "jobs.pause";
    const facts = {
      name,
      route: consoleRouteOf(name),
      input: { name: "statements" },
      session: null,
      origin: { address: "127.0.0.1", userAgent: "test", requestId: "req_cut_off" },
      deadline: { passed: new AbortController().signal, answerWith: () => undefined },
    };
    // A process that stops does not try on.
    const stopping = AbortSignal.abort();
    const outcome = await audited(
      { database, secretBox, clock: systemClock, logger, metrics, stopping },
      facts,
      async () => {
        await database.close();
        return done("paused");
      },
    );
    expect(outcome).toMatchObject({ kind: "done", answer: "paused" });
    const isCounted = async () =>
      (await metrics.text()).includes('compose_pay_audit_ends_lost_total{service="test"} 1');
    await waitFor(isCounted, { deadlineMs: 5_000, what: "the end that is lost" });
    const entries = await auditOf(stage, { action: name, subject: "statements" });
    expect(entries.map(({ phase }) => phase)).toEqual(["asked"]);
  });
});
