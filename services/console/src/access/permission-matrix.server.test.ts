import {
  type ConsoleRouteName,
  consoleRouteNames,
  consoleRouteOf,
  isInAudit,
  type Permission,
  permissions,
} from "@compose-pay/contracts";
import { listAuditEntries } from "@compose-pay/database";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ConsoleStage, openConsoleStage, type SignedIn } from "../../testing/console-stage.ts";

/**
 * Every route against every permission alone, against all the others, and against nobody. What is denied is denied before
 * the input is looked at, and what is let in is told that an input that no route takes is wrong: so nothing is done.
 */
let stage: ConsoleStage;

beforeAll(async () => {
  stage = await openConsoleStage();
});
afterAll(() => stage.close());

const boss = `opr_${"0".repeat(26)}`;
const impossible = { "no such member": "x" };
const guarded = consoleRouteNames.filter((name) => permissionOf(name) !== null);

function permissionOf(name: ConsoleRouteName): Permission | null {
  const { access } = consoleRouteOf(name);
  return access === "anyone" || access === "signed_in" ? null : access;
}

async function codeOf(who: Pick<SignedIn, "call">, name: ConsoleRouteName): Promise<string> {
  // because the input is wrong on purpose
  const answer = await who.call(name, impossible as never);
  return answer.problem().code;
}

describe("the permissions", () => {
  it("let each route to those who have its own and to nobody else", async () => {
    for (const permission of permissions) {
      const others = permissions.filter((one) => one !== permission);
      const [only, without] = [await stage.signIn([permission]), await stage.signIn(others)];
      for (const name of guarded) {
        const isOwn = permissionOf(name) === permission;
        expect(await codeOf(only, name), `${name} with ${permission}`).toBe(
          isOwn ? "invalid_request" : "not_permitted",
        );
        if (isOwn) expect(await codeOf(without, name), `${name} without ${permission}`).toBe("not_permitted");
      }
    }
  }, 300_000);

  it("let whom nobody knows sign in, and nothing else", async () => {
    for (const name of consoleRouteNames) {
      const wanted = consoleRouteOf(name).access === "anyone" ? "invalid_request" : "not_signed_in";
      expect(await codeOf(stage.stranger, name), name).toBe(wanted);
    }
  });

  it("are all known, and an act or a file that was denied to somebody is in the audit as refused", async () => {
    const asked = new Set(guarded.map(permissionOf));
    expect([...asked].filter((one) => one !== null && !permissions.includes(one))).toEqual([]);
    const lin = await stage.signIn([]);
    await lin.call("operators.disable", { id: boss });
    const entries = await listAuditEntries(stage.database.connection, { limit: 10_000 });
    expect(entries[0]).toMatchObject({ operatorId: lin.operator.id, action: "operators.disable" });
    expect(new Set(entries.map((entry) => entry.phase))).toEqual(new Set(["refused"]));
    const denied = new Set(entries.map(({ action }) => action));
    const wanted = guarded.filter((name) => isInAudit(consoleRouteOf(name)));
    expect(denied).toEqual(new Set(wanted));
  });
});

describe("a path that is no route", () => {
  it.each([
    "/assets/index-old.js",
    "/assets/%00",
    "/assets/..%2f..%2fpackage.json",
    "/assets/%E0%A4%A",
    "/%ff",
    "/api/",
    "/api/toString",
    "/api/__proto__",
    "/api/payments",
    "/api/session.show/x",
    "/api/%ff",
  ])("is not found: %s", async (path) => {
    const response = await fetch(`${stage.console.url}${path}`);
    expect(response.status).toBe(404);
  });

  it("is one that is called by another method", async () => {
    const read = await fetch(`${stage.console.url}/api/session.show`, { method: "POST" });
    const act = await fetch(`${stage.console.url}/api/session.sign_in`);
    expect([read.status, act.status]).toEqual([404, 404]);
  });
});
