import {
  deleteSessionsOf,
  findOperator,
  inTransaction,
  listAuditEntries,
  listLoginAttempts,
  lockOperator,
} from "@compose-pay/database";
import { waitFor } from "@compose-pay/test-support";
import { Secret, TOTP } from "otpauth";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { consoleClient } from "../../testing/console-client.ts";
import { type ConsoleStage, openConsoleStage } from "../../testing/console-stage.ts";

let now = new Date("2026-03-01T08:00:00.000Z");
let stage: ConsoleStage;

beforeAll(async () => {
  stage = await openConsoleStage({ clock: { now: () => now } });
});
afterAll(() => stage.close());

const later = (seconds: number) => (now = new Date(now.getTime() + seconds * 1_000));
const codeOf = (secret: string) =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: now.getTime() });

/** Signs in over HTTP, and holds what a browser would hold. */
async function signIn(email: string, password: string, code?: string) {
  const answer = await stage.stranger.call("session.sign_in", {
    email,
    password,
    ...(code === undefined ? {} : { code }),
  });
  const state = answer.data();
  const cookie = answer.headers.get("set-cookie") ?? "";
  const token = /^__Host-compose_pay_session=([\w-]{43});/.exec(cookie)?.[1] ?? "";
  return { state, cookie, ...consoleClient(stage.console.url, { token, csrfToken: state.csrf_token }) };
}

describe("the first sign-in", () => {
  it("asks for a new password, then for a second factor where roles move money, and lets nothing else pass before", async () => {
    const operator = await stage.addOperator(["operators.read", "refunds.create"]);
    const browser = await signIn(operator.email.toUpperCase(), operator.password);
    expect(browser.cookie).toMatch(/; Path=\/; Secure; HttpOnly; SameSite=Strict; Max-Age=43200$/);
    expect(browser.state.set_up).toBe("password");
    expect((await browser.call("operators.list", {})).problem().code).toBe("set_up_required");

    const own = "a long enough one";
    const changed = await browser.call("session.change_password", {
      password: operator.password,
      new_password: own,
    });
    expect(changed.data().set_up).toBe("second_factor");
    expect((await browser.call("operators.list", {})).problem().code).toBe("set_up_required");

    const made = (await browser.call("session.begin_second_factor", { password: own })).data();
    expect(made.uri).toContain("otpauth://totp/compose-pay");
    const wrong = await browser.call("session.confirm_second_factor", { code: "000000" });
    expect(wrong.problem().code).toBe("code_wrong");
    const code = codeOf(made.secret);
    const confirmed = await browser.call("session.confirm_second_factor", { code });
    expect(confirmed.data()).toMatchObject({ set_up: null, has_second_factor: true });
    expect((await browser.call("operators.list", {})).status).toBe(200);

    const lacking = await stage.stranger.call("session.sign_in", { email: operator.email, password: own });
    expect(lacking.problem().code).toBe("code_required");
    const again = { email: operator.email, password: own, code };
    expect((await stage.stranger.call("session.sign_in", again)).problem().code).toBe("sign_in_refused");
    later(30);
    expect((await signIn(operator.email, own, codeOf(made.secret))).state.set_up).toBeNull();
  });

  it("does not ask who only looks for a second factor", async () => {
    const operator = await stage.addOperator(["payments.read"]);
    const browser = await signIn(operator.email, operator.password);
    const own = { password: operator.password, new_password: "a long enough one" };
    expect((await browser.call("session.change_password", own)).data().set_up).toBeNull();
  });
});

describe("failures", () => {
  it("answer the same for nobody, a wrong password and somebody locked, and count before they look", async () => {
    const operator = await stage.addOperator([]);
    const tries = await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        stage.stranger.call("session.sign_in", { email: operator.email, password: `wrong ${index}` }),
      ),
    );
    const nobody = await stage.stranger.call("session.sign_in", {
      email: "nobody@example.com",
      password: "x",
    });
    const { request_id: _, ...told } = nobody.problem();
    for (const one of tries) expect(one.problem()).toMatchObject(told);
    const row = await findOperator(stage.database.connection, operator.id);
    expect(row?.failedSignIns).toBe(5);
    const right = { email: operator.email, password: operator.password };
    expect((await stage.stranger.call("session.sign_in", right)).problem().code).toBe("sign_in_refused");
    later(31);
    expect((await stage.stranger.call("session.sign_in", right)).status).toBe(200);
    expect((await findOperator(stage.database.connection, operator.id))?.failedSignIns).toBe(0);
  });
});

/** Somebody with a second factor, and their secret. */
async function enrolled() {
  // What failed from this address before is over.
  later(601);
  const operator = await stage.addOperator(["refunds.create"]);
  const browser = await signIn(operator.email, operator.password);
  const own = "a long enough one";
  await browser.call("session.change_password", { password: operator.password, new_password: own });
  const { secret } = (await browser.call("session.begin_second_factor", { password: own })).data();
  await browser.call("session.confirm_second_factor", { code: codeOf(secret) });
  later(30);
  return { ...operator, own, secret, browser };
}

describe("guesses", () => {
  it("of the second factor are counted, whatever the right password alone does beside them", async () => {
    const lin = await enrolled();
    const guess = (code?: string) =>
      stage.stranger.call("session.sign_in", {
        email: lin.email,
        password: lin.own,
        ...(code === undefined ? {} : { code }),
      });
    await Promise.all([guess(), guess("000001"), guess(), guess("000002"), guess("000003"), guess()]);
    await Promise.all([guess(), guess("000004"), guess("000005"), guess("000006")]);
    const wrong = async () => {
      const log = await listLoginAttempts(stage.database.connection, { operatorId: lin.id, limit: 100 });
      return log.filter(({ outcome }) => outcome === "code_wrong").length;
    };
    const row = await findOperator(stage.database.connection, lin.id);
    expect(row?.failedSignIns).toBe(await wrong());
    // A wait that the burst has begun outlasts what was taken back of it.
    later(31);
    for (let tries = 0; tries < 10; tries += 1) {
      await guess("000007");
      await guess();
    }
    expect(await wrong()).toBe(5);
  });

  it("within a session are counted there, hold up nobody else, and end it", async () => {
    const lin = await enrolled();
    for (let tries = 0; tries < 6; tries += 1)
      await stage.stranger.call("session.sign_in", { email: lin.email, password: "wrong" });
    expect((await lin.browser.call("session.step_up", { code: codeOf(lin.secret) })).status).toBe(200);
    later(30);
    for (let tries = 0; tries < 5; tries += 1) {
      await lin.browser.call("session.step_up", { code: "000000" });
      await lin.browser.call("session.begin_second_factor", { password: lin.own });
      await lin.browser.call("session.change_password", {
        password: "wrong",
        new_password: "another long one",
      });
    }
    await lin.browser.call("session.step_up", { code: codeOf(lin.secret) });
    expect((await lin.browser.call("session.show", {})).problem().code).toBe("not_signed_in");
  });

  it("from one network are limited, without a row in the audit for any of them", async () => {
    const before = await listAuditEntries(stage.database.connection, { limit: 1 });
    let limited = 0;
    for (let tries = 0; tries < 70; tries += 1) {
      const answer = await stage.stranger.call("session.sign_in", {
        email: `${tries}@example.com`,
        password: "x",
      });
      if (answer.problem().code === "rate_limited") limited += 1;
    }
    expect(limited).toBeGreaterThanOrEqual(20);
    expect(await listAuditEntries(stage.database.connection, { limit: 1 })).toEqual(before);
    later(601);
    const answer = await stage.stranger.call("session.sign_in", { email: "x@example.com", password: "x" });
    expect(answer.problem().code).toBe("sign_in_refused");
  });

  it("with an address that no column holds are refused by name", async () => {
    for (const email of ["İ".repeat(254), "\ud800@example.com", ""]) {
      const answer = await stage.stranger.call("session.sign_in", { email, password: "x" });
      expect(answer.problem().errors?.[0]?.path).toBe("email");
    }
  });
});

describe("a session that is revoked", () => {
  it("stays revoked when it was changing the password at that time", async () => {
    const operator = await stage.addOperator([]);
    const browser = await signIn(operator.email, operator.password);
    const wish = { password: operator.password, new_password: "a long enough one" };
    const changing = await inTransaction(stage.database, async (transaction) => {
      await lockOperator(transaction, operator.id);
      const answer = browser.call("session.change_password", wish);
      await waitFor(isWaitedForOperator, {
        deadlineMs: 20_000,
        what: "the change that waits for the operator",
      });
      await deleteSessionsOf(stage.database.connection, operator.id);
      return { answer };
    });
    expect((await changing.answer).status).toBe(200);
    expect((await browser.call("session.show", {})).problem().code).toBe("not_signed_in");
  });
});

async function isWaitedForOperator(): Promise<boolean> {
  const [rows] = await stage.database.pool.query(
    "SELECT id FROM information_schema.processlist WHERE db = DATABASE() AND info LIKE ?",
    ["select % from `operators` %for update"],
  );
  return Array.isArray(rows) && rows.length > 0;
}

describe("a session", () => {
  it("ends when it is idle, when it is too old, when it is revoked and when its operator is disabled", async () => {
    const boss = await stage.signIn(["operators.manage", "operators.read"]);
    const second = await stage.signIn(["operators.read"]);
    expect((await second.call("session.show", {})).status).toBe(200);
    later(1_799);
    expect((await second.call("session.show", {})).status).toBe(200);
    later(1_801);
    expect((await second.call("session.show", {})).problem().code).toBe("not_signed_in");

    const third = await stage.signIn(["operators.read"]);
    for (let hours = 0; hours < 24; hours += 1) {
      later(1_790);
      await third.call("session.show", {});
    }
    expect((await third.call("session.show", {})).status).toBe(200);
    later(1_000);
    expect((await third.call("session.show", {})).problem().code).toBe("not_signed_in");

    const manager = await stage.signIn(["operators.manage", "operators.read"]);
    const fourth = await stage.signIn(["operators.read"]);
    const listed = (await fourth.call("session.list", {})).data().rows;
    expect(listed.map((row) => row.is_this_one)).toEqual([true]);
    await fourth.call("session.revoke", { id: listed[0]?.id ?? "" });
    expect((await fourth.call("session.show", {})).problem().code).toBe("not_signed_in");

    const fifth = await stage.signIn(["operators.read"]);
    await manager.call("operators.disable", { id: fifth.operator.id });
    expect((await fifth.call("session.show", {})).problem().code).toBe("not_signed_in");
    expect(boss.operator.id).not.toBe(manager.operator.id);
  });

  it("is listed, the newest first, for as long as it lives", async () => {
    const { email, password } = await stage.addOperator(["payments.read"]);
    const phone = await signIn(email, password);
    later(1_000);
    const desk = await signIn(email, password);
    const areThisOne = async () =>
      (await desk.call("session.list", {})).data().rows.map((row) => row.is_this_one);
    expect(await areThisOne()).toEqual([true, false]);
    later(1_000);
    expect(await areThisOne()).toEqual([true]);
    expect((await phone.call("session.show", {})).problem().code).toBe("not_signed_in");
  });

  it("shows times in the zone that its operator has chosen, which may be UTC", async () => {
    const browser = await stage.signIn([]);
    for (const name of ["UTC", "Asia/Kolkata", "Europe/Berlin"]) {
      const state = (await browser.call("session.change_time_zone", { time_zone: name })).data();
      expect(state.operator.time_zone).toBe(name);
    }
    for (const name of ["Nowhere/Else", "+08:00", "<b>", ""]) {
      const refused = await browser.call("session.change_time_zone", { time_zone: name });
      expect(refused.problem().code, name).toBe("invalid_request");
    }
  });

  it("acts only for the console's own page", async () => {
    const browser = await stage.signIn([]);
    for (const headers of [
      { "Sec-Fetch-Site": "cross-site" },
      { "Sec-Fetch-Site": "same-site" },
      { "X-CSRF-Token": "another" },
      { "X-CSRF-Token": "" },
    ]) {
      expect((await browser.call("session.sign_out", {}, headers)).problem().code).toBe("request_forged");
    }
    expect((await browser.call("session.sign_out", {})).status).toBe(200);
    expect((await browser.call("session.show", {})).problem().code).toBe("not_signed_in");
  });

  it("asks for the second factor again after five minutes, for what gives people rights", async () => {
    const browser = await stage.signIn(["operators.manage", "operators.read"]);
    const wish = { name: "night", description: "watches", permissions: ["payments.read"] };
    expect((await browser.call("roles.create", wish)).status).toBe(200);
    later(301);
    expect((await browser.call("roles.create", { ...wish, name: "day" })).problem().code).toBe(
      "step_up_required",
    );
  });
});
