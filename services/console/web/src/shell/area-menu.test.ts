import { describe, expect, it } from "vitest";
import { areaAt, type AreaPlace, frontPathOf, menuOf } from "./area-menu.ts";

const areas: readonly AreaPlace[] = [
  { path: "/operators", group: "people", permissions: ["operators.read"] },
  { path: "/pay", group: "money", permissions: ["refunds.read"] },
  { path: "/payments", group: "money", permissions: ["payments.read", "payments.act"] },
  { path: "/dashboard", group: "watch", permissions: ["dashboard.read"] },
  { path: "/breakers", group: "watch", permissions: ["breakers.read"] },
];

describe("the menu", () => {
  it("has the areas that one of the operator's permissions opens, by group, and no empty group", () => {
    const menu = menuOf(areas, ["operators.read", "payments.act"]);
    expect(menu.map(({ group, areas: shown }) => [group, shown.map(({ path }) => path)])).toEqual([
      ["money", ["/payments"]],
      ["people", ["/operators"]],
    ]);
    expect(menuOf(areas, [])).toEqual([]);
  });

  it("shows nothing that has no permission of its own", () => {
    const open: AreaPlace = { path: "/open", group: "watch", permissions: [] };
    expect(menuOf([open], ["operators.read"])).toEqual([]);
  });
});

describe("the front page", () => {
  it("is the dashboard, or else the first entry of the menu", () => {
    const all = areas.flatMap((area) => area.permissions);
    expect(frontPathOf(areas.toReversed(), all)).toBe("/dashboard");
    expect(frontPathOf(areas, ["operators.read", "payments.read"])).toBe("/payments");
    expect(frontPathOf(areas, ["audit.read"])).toBeNull();
  });
});

describe("the area of a path", () => {
  it("is told by whole segments", () => {
    expect(areaAt(areas, "/payments/pay_1")?.path).toBe("/payments");
    expect(areaAt(areas, "/pay")?.path).toBe("/pay");
    expect(areaAt(areas, "/paymentsx")).toBeNull();
    expect(areaAt(areas, "/")).toBeNull();
  });
});
