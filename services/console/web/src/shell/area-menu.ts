import type { Permission } from "@compose-pay/contracts";
import type { Area } from "./area.ts";

/** What of an area its place in the menu depends on. */
export type AreaPlace = Pick<Area, "path" | "group" | "permissions">;

export interface MenuGroup<Place extends AreaPlace> {
  readonly group: Area["group"];
  readonly areas: readonly Place[];
}

const groupsInOrder: readonly Area["group"][] = ["watch", "money", "setup", "people"];
const dashboardPath = "/dashboard";

/** Whether somebody may open an area: one of its permissions is enough. */
export function mayOpen(area: AreaPlace, granted: readonly Permission[]): boolean {
  return area.permissions.some((permission) => granted.includes(permission));
}

/** The menu of somebody: groups in their order, without what they may not open and without empty groups. */
export function menuOf<Place extends AreaPlace>(
  areas: readonly Place[],
  granted: readonly Permission[],
): readonly MenuGroup<Place>[] {
  const open = areas.filter((area) => mayOpen(area, granted));
  return groupsInOrder
    .map((group) => ({ group, areas: open.filter((area) => area.group === group) }))
    .filter((group) => group.areas.length > 0);
}

/** Where somebody begins: the dashboard, or else the first entry of their menu; null when they may open nothing. */
export function frontPathOf(areas: readonly AreaPlace[], granted: readonly Permission[]): string | null {
  const open = menuOf(areas, granted).flatMap((group) => group.areas);
  const dashboard = open.find(({ path }) => path === dashboardPath);
  return (dashboard ?? open[0])?.path ?? null;
}

/** The area that a path is in. */
export function areaAt<Place extends Pick<Area, "path">>(
  areas: readonly Place[],
  pathname: string,
): Place | null {
  return areas.find(({ path }) => pathname === path || pathname.startsWith(`${path}/`)) ?? null;
}
