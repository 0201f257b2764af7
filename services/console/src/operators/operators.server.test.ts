import { verifyAudit } from "@compose-pay/application";
import { listAuditEntries } from "@compose-pay/database";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ConsoleStage, openConsoleStage, type SignedIn } from "../../testing/console-stage.ts";

let stage: ConsoleStage;
let boss: SignedIn;

beforeAll(async () => {
  stage = await openConsoleStage();
  boss = await stage.signIn(["operators.read", "operators.manage", "audit.read"]);
});
afterAll(() => stage.close());

async function roleId(name: string): Promise<string> {
  const { rows } = (await boss.call("roles.list", {})).data();
  return rows.find((role) => role.name === name)?.id ?? "";
}

const nothing = "0".repeat(32);

async function giveRoles(id: string, role_ids: string[]) {
  const { version: expected_version } = (await boss.call("operators.show", { id })).data().operator;
  return (await boss.call("operators.set_roles", { id, expected_version, role_ids })).data();
}

const hostile = `"><img src=x onerror=alert(1)> {{7*7}} 李`;

describe("operators", () => {
  it("are created with a password that is shown once, and listed newest first, page by page", async () => {
    const viewer = await roleId("viewer");
    const created = [];
    for (const name of ["Wu", hostile]) {
      const email = `${name.length}@Example.com`;
      created.push((await boss.call("operators.create", { email, name, role_ids: [viewer] })).data());
    }
    const [first, second] = created.map(({ operator }) => operator);
    expect(second).toMatchObject({ name: hostile, roles: [{ name: "viewer" }], has_second_factor: false });
    const page = (await boss.call("operators.list", { limit: "1" })).data();
    expect(page.rows).toEqual([second]);
    const next = (await boss.call("operators.list", { limit: "1", after: page.next ?? "" })).data();
    expect(next.rows).toEqual([first]);
    expect((await boss.call("operators.list", { name: "W" })).data().rows).toEqual([first]);
    expect((await boss.call("operators.list", { name: "w" })).data().rows).toEqual([]);
    const entries = await listAuditEntries(stage.database.connection, { limit: 100 });
    const passwords = created.map(({ password }) => password);
    for (const password of passwords) {
      expect(password).toMatch(/^(?:[a-z2-9]{5}-){3}[a-z2-9]{5}$/);
      expect(JSON.stringify(entries)).not.toContain(password);
    }
    const taken = { email: "2@example.com", name: "x", role_ids: [viewer] };
    expect((await boss.call("operators.create", taken)).problem().errors).toEqual([
      { path: "email", message: "is the address of an operator already" },
    ]);
    const unknown = { email: "new@example.com", name: "x", role_ids: [`rol_${"0".repeat(26)}`] };
    expect((await boss.call("operators.create", unknown)).problem().errors?.[0]?.path).toBe("role_ids");
  });

  it("change nothing about themselves, and leave one who can manage them", async () => {
    const own = { id: boss.operator.id };
    expect((await boss.call("operators.disable", own)).problem().code).toBe("conflict");
    expect((await boss.call("operators.reset", own)).problem().code).toBe("conflict");
    const roles = { ...own, expected_version: nothing, role_ids: [await roleId("viewer")] };
    expect((await boss.call("operators.set_roles", roles)).problem().code).toBe("conflict");

    const second = await stage.signIn(["operators.read", "operators.manage"]);
    await second.call("operators.disable", own);
    expect((await boss.call("session.show", {})).problem().code).toBe("not_signed_in");
    const third = await stage.addOperator(["operators.manage"]);
    await second.call("operators.disable", { id: third.id });
    const { rows } = (await second.call("roles.list", {})).data();
    const refusals = [];
    for (const role of rows.filter((one) => one.permissions.includes("operators.manage"))) {
      const { id, version: expected_version, name, description } = role;
      const fields = { id, expected_version, name, description, permissions: [] };
      const answer = await second.call("roles.update", fields);
      if (answer.status !== 200) refusals.push(answer.problem().detail);
    }
    expect(refusals).toEqual(["nobody would be left who can manage operators"]);
    expect((await second.call("roles.list", {})).status).toBe(200);
    boss = await stage.signIn(["operators.read", "operators.manage", "audit.read"]);
  });

  it("get a new password by a reset, which forgets the second factor and ends their sessions", async () => {
    const lin = await stage.signIn(["payments.read"]);
    const reset = (await boss.call("operators.reset", { id: lin.operator.id })).data();
    expect(reset.operator.has_second_factor).toBe(false);
    expect((await lin.call("session.show", {})).problem().code).toBe("not_signed_in");
    const signedIn = await stage.stranger.call("session.sign_in", {
      email: lin.operator.email,
      password: reset.password,
    });
    expect(signedIn.data().set_up).toBe("password");
  });

  it("have sessions that somebody else sees and ends", async () => {
    const lin = await stage.signIn(["payments.read"]);
    const { sessions } = (await boss.call("operators.show", { id: lin.operator.id })).data();
    expect(sessions.map(({ address, user_agent: agent }) => [address, agent])).toEqual([
      ["127.0.0.1", "test"],
    ]);
    const revoked = await boss.call("operators.revoke_sessions", { id: lin.operator.id });
    expect(revoked.data()).toEqual({ revoked: 1 });
    expect((await lin.call("session.show", {})).problem().code).toBe("not_signed_in");
    expect((await boss.call("session.show", {})).status).toBe(200);
  });

  it("are disabled and enabled, and only those that there are", async () => {
    const lin = await stage.addOperator(["payments.read"]);
    const { id, email, password } = lin;
    const signIn = () => stage.stranger.call("session.sign_in", { email, password });
    expect((await boss.call("operators.disable", { id })).data().state).toBe("disabled");
    expect((await signIn()).problem().code).toBe("sign_in_refused");
    expect((await boss.call("operators.enable", { id })).data().state).toBe("active");
    expect((await signIn()).status).toBe(200);
    expect((await boss.call("operators.disable", { id: "opr_nobody" })).problem().code).toBe("not_found");
  });

  it("are refused with an address that is none, and without a role", async () => {
    const wish = { name: "Li", role_ids: [await roleId("viewer")] };
    for (const email of ["li", "li@", "<b>@x", `${"a".repeat(250)}@example.com`]) {
      const refused = await boss.call("operators.create", { ...wish, email });
      expect(refused.problem().errors?.[0]?.path, email).toBe("email");
    }
    const none = await boss.call("operators.create", { ...wish, email: "li@example.com", role_ids: [] });
    expect(none.problem().errors?.[0]?.path).toBe("role_ids");
  });
});

describe("a role", () => {
  it("holds from the next call on, and is deleted when nobody has it", async () => {
    const fields = { name: "night", description: "watches", permissions: ["operators.read"] };
    const role = (await boss.call("roles.create", fields)).data();
    expect((await boss.call("roles.create", fields)).problem().errors?.[0]?.path).toBe("name");
    const lin = await stage.signIn([]);
    expect((await lin.call("operators.list", {})).problem().code).toBe("not_permitted");
    await giveRoles(lin.operator.id, [role.id]);
    expect((await lin.call("operators.list", {})).status).toBe(200);
    const { id, version: expected_version } = role;
    await boss.call("roles.update", { id, expected_version, ...fields, permissions: [] });
    expect((await lin.call("operators.list", {})).problem().code).toBe("not_permitted");
    expect((await boss.call("roles.delete", { id: role.id })).problem().code).toBe("conflict");
    await giveRoles(lin.operator.id, [await roleId("viewer")]);
    expect((await boss.call("roles.delete", { id: role.id })).status).toBe(200);
  });

  it("that one has is not given what moves money by oneself, but by somebody else", async () => {
    const lin = await stage.signIn(["operators.read", "operators.manage"]);
    const { rows } = (await lin.call("roles.list", {})).data();
    const held = (await lin.call("operators.show", { id: lin.operator.id })).data().operator.roles[0];
    const own = rows.find(({ id }) => id === held?.id);
    const change = (permissions: string[]) => ({
      id: own?.id ?? "",
      expected_version: own?.version ?? "",
      name: own?.name ?? "",
      description: "mine",
      permissions: [...(own?.permissions ?? []), ...permissions],
    });
    const taken = await lin.call("roles.update", change(["refunds.create"]));
    expect(taken.problem()).toMatchObject({
      code: "not_permitted",
      detail: expect.stringContaining("a role of your own") as string,
    });
    expect((await lin.call("refunds.create", {} as never)).problem().code).toBe("not_permitted");
    const given = (await boss.call("roles.update", change(["refunds.create"]))).data();
    expect(given.permissions).toContain("refunds.create");
    const again = { ...change(["refunds.create", "payments.read"]), expected_version: given.version };
    expect((await lin.call("roles.update", again)).status).toBe(200);
  });

  it("cannot name a permission that there is not", async () => {
    const fields = { name: "x", description: "x", permissions: ["everything"] };
    expect((await boss.call("roles.create", fields)).problem().errors?.[0]?.path).toBe("permissions[0]");
  });
});

describe("the audit", () => {
  it("tells who asked for what, from where, before and after, and that it was refused", async () => {
    const fields = { name: "audited", description: "one", permissions: [] };
    const role = (await boss.call("roles.create", fields)).data();
    const changed = { id: role.id, expected_version: role.version, ...fields, description: "two" };
    await boss.call("roles.update", changed, { "User-Agent": hostile.slice(0, 20), "X-Request-Id": "req-7" });
    await boss.call("roles.create", fields);
    const { rows } = (await boss.call("audit.list", { subject: role.id })).data();
    expect(rows.map((row) => [row.action, row.phase])).toEqual([
      ["roles.update", "done"],
      ["roles.update", "asked"],
      ["roles.create", "done"],
    ]);
    expect(rows[0]).toMatchObject({
      operator_id: boss.operator.id,
      operator: boss.operator.email,
      address: "127.0.0.1",
      user_agent: hostile.slice(0, 20),
      trace_id: "req-7",
      details: { before: fields, after: { ...fields, description: "two" } },
    });
    expect(rows[1]?.details).toEqual({ input: changed });
    const refused = (await boss.call("audit.list", { action: "roles.create", limit: "1" })).data();
    expect(refused.rows[0]).toMatchObject({ phase: "refused", details: { code: "invalid_request" } });
    expect(await verifyAudit(stage)).toMatchObject({ kind: "whole" });
  });

  it("has no password of a sign-in, and the login log has each that was tried", async () => {
    const lin = await stage.addOperator([]);
    await stage.stranger.call("session.sign_in", { email: lin.email, password: "not this one" });
    await stage.stranger.call("session.sign_in", { email: lin.email, password: lin.password });
    const entries = JSON.stringify(await listAuditEntries(stage.database.connection, { limit: 10 }));
    expect(entries).toContain(lin.email);
    expect(entries).not.toContain("not this one");
    expect(entries).not.toContain(lin.password);
    const { rows } = (await boss.call("login_attempts.list", { operator: lin.id })).data();
    expect(rows.map((row) => row.outcome)).toEqual(["signed_in", "password_wrong"]);
  });
});
