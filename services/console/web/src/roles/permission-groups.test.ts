import { permissions, permissionsOfMoney } from "@compose-pay/contracts";
import { describe, expect, it } from "vitest";
import { isOfMoney, permissionChanges, permissionGroups } from "./permission-groups.ts";

describe("the permissions of the page", () => {
  it("are those of the contract, each in one group", () => {
    const shown = permissionGroups.flatMap((group) => group.permissions);
    expect(shown.toSorted()).toEqual([...permissions].toSorted());
    expect(permissionGroups.filter((group) => group.permissions.length === 0)).toEqual([]);
  });

  it("carry a mark where the contract says that they move money", () => {
    expect(permissions.filter(isOfMoney).toSorted()).toEqual([...permissionsOfMoney].toSorted());
  });
});

describe("the changes of a role", () => {
  it("are what is given and what is taken", () => {
    expect(permissionChanges(["jobs.read", "audit.read"], ["audit.read", "keys.manage"])).toEqual({
      given: ["keys.manage"],
      taken: ["jobs.read"],
    });
  });
});
