import { permissionsOfMoney } from "@compose-pay/contracts";
import { describe, expect, it } from "vitest";
import { builtInRoles } from "./built-in-roles.ts";

const permissionsOf = (name: string): readonly string[] =>
  builtInRoles.find((role) => role.name === name)?.permissions ?? [];

describe("the role on-call", () => {
  it("moves stuck work on, checks accounts and reads the audit", () => {
    expect(permissionsOf("on-call")).toEqual(
      expect.arrayContaining([
        "payments.act",
        "refunds.act",
        "accounts.act",
        "notifications.act",
        "audit.read",
      ]),
    );
  });

  it("moves no money but by ending a payment, sets nothing up and gives no rights", () => {
    const ofMoney = permissionsOf("on-call").filter((one) =>
      [...permissionsOfMoney].some((money) => money === one),
    );
    expect(ofMoney).toEqual(["payments.act"]);
  });
});
