import type { ConsoleInput } from "@compose-pay/contracts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ConsoleStage, openConsoleStage, type SignedIn } from "../../testing/console-stage.ts";

let stage: ConsoleStage;
let manager: SignedIn;

beforeAll(async () => {
  stage = await openConsoleStage();
  manager = await stage.signIn(["operators.read", "operators.manage", "audit.read"]);
});
afterAll(() => stage.close());

async function roleId(name: string): Promise<string> {
  const { rows } = (await manager.call("roles.list", {})).data();
  return rows.find((role) => role.name === name)?.id ?? "";
}

async function newOperator(email: string) {
  const role = await roleId("viewer");
  return manager.call("operators.create", { email, name: "王芳", role_ids: [role] });
}

describe("an operator", () => {
  it("is created with a password that only this answer holds", async () => {
    const { operator, password } = (await newOperator("Wang@example.com")).data();
    expect(operator).toMatchObject({ email: "wang@example.com", state: "active", has_second_factor: false });
    expect(operator.roles.map((role) => role.name)).toEqual(["viewer"]);
    const signedIn = await stage.stranger.call("session.sign_in", { email: operator.email, password });
    expect(signedIn.data().set_up).toBe("password");

    const again = (await newOperator("wang@EXAMPLE.com")).problem();
    expect(again.errors).toEqual([{ path: "email", message: "is the address of an operator already" }]);
    const entries = await manager.text("audit.list", { subject: operator.id });
    expect(entries).toContain('"action":"operators.create"');
    expect(entries).not.toContain(password);
  });

  it("is refused with roles that do not exist, with none, and with an address that is none", async () => {
    const wish = { email: "li@example.com", name: "Li", role_ids: ["rol_missing"] };
    expect((await manager.call("operators.create", wish)).problem().errors?.[0]?.path).toBe("role_ids");
    const none = await manager.call("operators.create", { ...wish, role_ids: [] });
    expect(none.problem().code).toBe("invalid_request");
    const viewer = await roleId("viewer");
    for (const email of ["li", "li@", "<b>@x", `${"a".repeat(250)}@example.com`]) {
      const refused = await manager.call("operators.create", { ...wish, email, role_ids: [viewer] });
      expect(refused.problem().errors?.[0]?.path, email).toBe("email");
    }
  });

  it("keeps hostile names as they are", async () => {
    const name = `<img src=x onerror=alert(1)> " '`;
    const role = await roleId("viewer");
    const wish = { email: "hostile@example.com", name, role_ids: [role] };
    const { operator } = (await manager.call("operators.create", wish)).data();
    const shown = (await manager.call("operators.show", { id: operator.id })).data();
    expect(shown.operator.name).toBe(name);
  });

  it("is changed by somebody else only", async () => {
    const { id } = manager.operator;
    const role = await roleId("administrator");
    for (const answer of [
      await manager.call("operators.set_roles", { id, role_ids: [role] }),
      await manager.call("operators.disable", { id }),
      await manager.call("operators.reset", { id }),
    ])
      expect(answer.problem().code).toBe("conflict");
    expect((await manager.call("operators.disable", { id: "opr_nobody" })).problem().code).toBe("not_found");
  });

  it("loses rights with the next call after its roles were changed, and what was is in the audit", async () => {
    const other = await stage.signIn(["operators.read", "audit.read"]);
    expect((await other.call("operators.list", {})).status).toBe(200);
    const viewer = await roleId("viewer");
    const changed = await manager.call("operators.set_roles", { id: other.operator.id, role_ids: [viewer] });
    expect(changed.data().roles.map((role) => role.name)).toEqual(["viewer"]);
    expect((await other.call("operators.list", {})).problem().code).toBe("not_permitted");

    const { rows } = (await manager.call("audit.list", { subject: other.operator.id })).data();
    expect(rows.map((row) => [row.action, row.phase])).toEqual([
      ["operators.set_roles", "done"],
      ["operators.set_roles", "asked"],
    ]);
    expect(rows[0]?.details).toMatchObject({ after: { roles: [{ id: viewer }] } });
    expect(rows[1]?.details).toEqual({ input: { id: other.operator.id, role_ids: [viewer] } });
  });

  it("is out at once when it is reset, and begins anew with another password and no second factor", async () => {
    const other = await stage.signIn(["payments.read"]);
    const reset = (await manager.call("operators.reset", { id: other.operator.id })).data();
    expect(reset.operator.has_second_factor).toBe(false);
    expect((await other.call("session.show", {})).problem().code).toBe("not_signed_in");
    const { email } = other.operator;
    const signedIn = await stage.stranger.call("session.sign_in", { email, password: reset.password });
    expect(signedIn.data()).toMatchObject({ set_up: "password", has_second_factor: false });
    expect(await manager.text("audit.list", { subject: other.operator.id })).not.toContain(reset.password);
  });

  it("has sessions that somebody else sees and ends", async () => {
    const other = await stage.signIn(["payments.read"]);
    const shown = (await manager.call("operators.show", { id: other.operator.id })).data();
    expect(shown.sessions.map(({ address, user_agent: agent }) => [address, agent])).toEqual([
      ["127.0.0.1", "test"],
    ]);
    const revoked = await manager.call("operators.revoke_sessions", { id: other.operator.id });
    expect(revoked.data()).toEqual({ revoked: 1 });
    expect((await other.call("session.show", {})).problem().code).toBe("not_signed_in");
    expect((await manager.call("session.show", {})).status).toBe(200);
  });

  it("is disabled and enabled", async () => {
    const { operator, password } = (await newOperator("night@example.com")).data();
    const signIn = () => stage.stranger.call("session.sign_in", { email: operator.email, password });
    expect((await manager.call("operators.disable", { id: operator.id })).data().state).toBe("disabled");
    expect((await signIn()).problem().code).toBe("sign_in_refused");
    expect((await manager.call("operators.enable", { id: operator.id })).data().state).toBe("active");
    expect((await signIn()).status).toBe(200);
  });
});

describe("the list of operators", () => {
  it("comes page by page, each operator once", async () => {
    const all = (await manager.call("operators.list", { limit: "100" })).data();
    expect(all.rows.length).toBeGreaterThanOrEqual(4);
    expect(all.next).toBeNull();
    const seen: string[] = [];
    let after: string | null = "";
    while (after !== null) {
      const input: ConsoleInput<"operators.list"> = { limit: "3", ...(after === "" ? {} : { after }) };
      const page = (await manager.call("operators.list", input)).data();
      seen.push(...page.rows.map((row) => row.id));
      after = page.next;
    }
    expect(seen).toEqual(all.rows.map((row) => row.id));
  });
});

describe("a role", () => {
  it("is created, changed for everybody who has it, and deleted only when nobody has", async () => {
    const wish = { name: "夜班", description: "夜间值守", permissions: ["payments.read", "audit.read"] };
    const role = (await manager.call("roles.create", wish)).data();
    expect(role).toMatchObject({ ...wish, operators: 0 });
    expect((await manager.call("roles.create", wish)).problem().errors?.[0]?.path).toBe("name");

    const holder = await stage.signIn(["payments.read"]);
    await manager.call("operators.set_roles", { id: holder.operator.id, role_ids: [role.id] });
    expect((await holder.call("audit.list", {})).status).toBe(200);
    const less = { ...wish, id: role.id, permissions: ["payments.read"] };
    expect((await manager.call("roles.update", less)).data().operators).toBe(1);
    expect((await holder.call("audit.list", {})).problem().code).toBe("not_permitted");
    expect((await manager.call("roles.delete", { id: role.id })).problem().code).toBe("conflict");

    const viewer = await roleId("viewer");
    await manager.call("operators.set_roles", { id: holder.operator.id, role_ids: [viewer] });
    expect((await manager.call("roles.delete", { id: role.id })).status).toBe(200);
    expect((await manager.call("roles.delete", { id: role.id })).problem().code).toBe("not_found");
    const { rows } = (await manager.call("audit.list", { subject: role.id, action: "roles.update" })).data();
    expect(rows[0]?.details).toMatchObject({
      before: { permissions: ["payments.read", "audit.read"] },
      after: { permissions: ["payments.read"] },
    });
  });

  it("holds no permission that the code does not know", async () => {
    const wish = { name: "everything", description: "too much", permissions: ["payments.read", "*"] };
    expect((await manager.call("roles.create", wish)).problem().code).toBe("invalid_request");
  });

  it("cannot be changed so that nobody is left who can manage operators", async () => {
    const shown = (await manager.call("operators.show", { id: manager.operator.id })).data();
    const [own] = shown.operator.roles;
    const change = { id: own?.id ?? "", name: own?.name ?? "", description: "less" };
    const refused = await manager.call("roles.update", { ...change, permissions: ["operators.read"] });
    expect(refused.problem().detail).toContain("nobody would be left");
    expect((await manager.call("operators.list", {})).status).toBe(200);
  });
});
