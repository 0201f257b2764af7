import { describe, expect, it } from "vitest";
import { z } from "zod";
import { createLogger } from "./logger.ts";

describe("createLogger", () => {
  it("writes JSON lines with the service, the level's name and the fields of its children", () => {
    const { logger, lines } = recordingLogger();
    logger.child({ trace_id: "t1" }).info({ payment_id: "pay_1" }, "payment created");
    logger.debug("not shown at this level");
    expect(lines()).toEqual([
      expect.objectContaining({
        level: "info",
        service: "ingress",
        trace_id: "t1",
        payment_id: "pay_1",
        msg: "payment created",
      }),
    ]);
    expect(lines()[0]?.["time"]).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
  });

  it("never writes a secret, wherever the field stands", () => {
    const { logger, text } = recordingLogger();
    const account = {
      private_key: "S3",
      apiV3Key: "S4",
      nested: [{ auth_code: "S5", webhook_secret: "S6" }],
    };
    logger.child({ authorization: "S1" }).info({ headers: { Authorization: "S2" }, account }, "x");
    logger.warn({ password: "S7", MASTER_KEY: "S8", accessToken: "S9", key: Buffer.from("S10") }, "x");
    expect(text()).not.toMatch(/S\d/);
    expect(text()).toContain("[redacted]");
  });

  it("shows an error with its causes, without what clients attach to it", () => {
    const { logger, text, lines } = recordingLogger();
    const cause = Object.assign(new Error("connect amqp://hub:hunter2@mq:5672 refused"), {
      code: "ECONNREFUSED",
      request: { headers: "hunter3" },
    });
    const query = new Error("Failed query: insert into x values (?)\nparams: hunter4,hunter5", { cause });
    logger.error({ error: new Error("outer", { cause: query }) }, "failed");
    expect(lines()[0]).toMatchObject({
      error: {
        type: "Error",
        message: "outer",
        cause: {
          message: "Failed query: insert into x values (?)",
          cause: { message: "connect amqp://[redacted]@mq:5672 refused", code: "ECONNREFUSED" },
        },
      },
    });
    expect(text()).not.toContain("hunter");
  });

  it("hides PEM blocks and bearer tokens in messages, and bounds what it writes", () => {
    const { logger, text } = recordingLogger();
    const pem = "-----BEGIN PRIVATE KEY-----\nMIIhunter\n-----END PRIVATE KEY-----";
    const loop: { self?: unknown } = {};
    loop.self = loop;
    logger.error({ error: new Error(`bad key ${pem} Bearer hunter.token`), loop }, "x");
    logger.error({ error: new Error("long ".repeat(10_000)) }, "x");
    expect(text()).not.toContain("hunter");
    expect(text().length).toBeLessThan(20_000);
  });
});

function recordingLogger() {
  const written: string[] = [];
  const destination = { write: (line: string) => void written.push(line) };
  return {
    logger: createLogger({ service: "ingress", level: "info", destination }),
    text: () => written.join(""),
    lines: () => written.map((line) => z.record(z.string(), z.unknown()).parse(JSON.parse(line))),
  };
}
