import { useSession } from "../session/session-context.ts";
import { areaAt, mayOpen } from "./area-menu.ts";
import { areas } from "./areas.ts";

/** Says of a path, which may have a query, whether the operator may open its area. */
export function useAreaOpen(): (path: string) => boolean {
  const { permissions } = useSession().operator;
  return (path) => {
    const area = areaAt(areas, path.split("?", 1)[0] ?? "");
    return area !== null && mayOpen(area, permissions);
  };
}
