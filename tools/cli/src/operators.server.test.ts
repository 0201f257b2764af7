import { createHash } from "node:crypto";
import { appendAudit } from "@compose-pay/application";
import { openDatabase } from "@compose-pay/database";
import { createSecretBox, parseMasterKey, systemClock } from "@compose-pay/runtime";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type CliRun, documentOf, errorOf } from "../testing/cli-run.ts";
import { runInMemory } from "../testing/run-in-memory.ts";
import { openInstallation, type TestInstallation } from "../testing/test-installation.ts";

let installation: TestInstallation;

beforeAll(async () => {
  installation = await openInstallation();
  await run("migrate");
});
afterAll(() => installation.close());

/** The verdict on a chain that does not fit: exit code 1, on standard output. */
function brokenOf({ exitCode, stdout }: CliRun): unknown {
  expect(exitCode).toBe(1);
  return JSON.parse(stdout);
}

const run = (line: string) => runInMemory([...line.split(" "), "--json"], installation.env);
const json = async (line: string) => documentOf(await run(line));

describe("operator", () => {
  it("create makes the first one with the built-in roles, and shows the password once", async () => {
    const made = await json("operator create Lin@example.com --name Lin --roles administrator,on-call");
    expect(made).toMatchObject({
      object: "operator",
      email: "lin@example.com",
      roles: ["administrator", "on-call"],
      second_factor: false,
    });
    expect(made["password"]).toMatch(/^(?:[a-z2-9]{5}-){3}[a-z2-9]{5}$/);
    expect(await installation.readAllText()).not.toContain(String(made["password"]));
    const listed = JSON.stringify(await json("operator list"));
    expect(listed).toContain("lin@example.com");
    expect(listed).not.toContain(String(made["password"]));
  });

  it("create refuses an address that is taken and a role that there is not, and names those that there are", async () => {
    const taken = errorOf(await run("operator create lin@example.com --name Lin --roles viewer"));
    expect(taken.code).toBe("email_taken");
    const unknown = errorOf(await run("operator create wu@example.com --name Wu --roles boss"));
    expect(unknown).toMatchObject({ code: "role_unknown" });
    expect(unknown.message).toContain("administrator, finance, on-call, support, viewer");
  });

  it("reset gives a new password to an operator that there is", async () => {
    const reset = await json("operator reset lin@example.com");
    expect(reset["password"]).toMatch(/-/);
    expect(errorOf(await run("operator reset nobody@example.com")).code).toBe("operator_unknown");
  });
});

describe("audit verify", () => {
  it("finds an entry that was changed, one that is missing, and an end that was put back", async () => {
    const database = openDatabase({ url: installation.env["DATABASE_URL"] ?? "", poolSize: 2 });
    const current = parseMasterKey(installation.env["MASTER_KEY"] ?? "");
    if (current === null) throw new Error("the installation has a master key");
    const deps = { database, secretBox: createSecretBox({ current }), clock: systemClock };
    const facts = {
      operatorId: null,
      operator: "",
      phase: "done",
      subject: "x",
      address: "",
      userAgent: "",
    } as const;
    try {
      // The operators above are in it, too.
      expect(await json("audit verify")).toMatchObject({ whole: true, entries: 6 });
      await Promise.all(
        Array.from({ length: 6 }, (_, index) =>
          appendAudit(deps, { ...facts, action: `act ${index}`, details: { index }, traceId: "t" }),
        ),
      );
      const whole = await json("audit verify");
      expect(whole).toMatchObject({ whole: true, entries: 12 });
      const anchor = String(whole["anchor"]);
      const broken = async (line = "audit verify") => brokenOf(await run(line));

      await database.pool.query(
        "UPDATE audit_entries SET details = REPLACE(details, '}', ' }') WHERE number = 5",
      );
      expect(await broken()).toMatchObject({ whole: false, number: 5, fault: "altered" });
      await database.pool.query(
        "UPDATE audit_entries SET details = REPLACE(details, ' }', '}') WHERE number = 5",
      );

      for (const [number, first] of [
        [-7, -7],
        [0, 0],
        [1_012, 13],
      ]) {
        await database.pool.query(
          `INSERT INTO audit_entries SELECT ?, at, operator_id, 'forged@example.com', action, phase, subject, details,
            address, user_agent, trace_id, hash FROM audit_entries WHERE number = 4`,
          [number],
        );
        expect((await broken()) as object).toMatchObject({ whole: false, number: first });
        await database.pool.query("DELETE FROM audit_entries WHERE operator = 'forged@example.com'");
      }

      const forged = createHash("sha256").update("forged").digest("hex");
      await database.pool.query("UPDATE audit_entries SET hash = ? WHERE number = 12", [forged]);
      expect(await broken()).toMatchObject({ number: 12, fault: "altered" });

      await database.pool.query("DELETE FROM audit_entries WHERE number = 12");
      expect(await broken()).toMatchObject({ number: 12, fault: "missing" });
      await database.pool.query(
        "UPDATE audit_head SET number = 11, hash = (SELECT hash FROM audit_entries WHERE number = 11)",
      );
      expect(await json("audit verify")).toMatchObject({ whole: true, entries: 11 });
      expect(await broken(`audit verify --anchor ${anchor}`)).toMatchObject({ number: 12, fault: "missing" });

      await database.pool.query("DELETE FROM audit_entries WHERE number = 3");
      expect(await broken()).toMatchObject({ number: 3, fault: "missing" });
    } finally {
      await database.close();
    }
  });
});
