import { deliveryRoom } from "@compose-pay/domain";

/** The places for attempts that are under way in this process, counted by target. */
export interface Rooms {
  /**
   * How many more attempts at this target may begin.
   *
   * @param promised places of others that are not entered yet
   */
  roomFor(targetId: string, promised?: number): number;
  enter(targetId: string): void;
  leave(targetId: string): void;
  underWay(): number;
  /** The targets that have no room now. */
  full(): readonly string[];
}

export interface RoomsOptions {
  readonly most: number;
  readonly mostPerTarget: number;
}

export function createRooms({ most, mostPerTarget }: RoomsOptions): Rooms {
  const byTarget = new Map<string, number>();
  let underWay = 0;
  const roomFor = (targetId: string, promised = 0): number =>
    deliveryRoom(
      { underWay: underWay + promised, most },
      { underWayHere: byTarget.get(targetId) ?? 0, mostPerTarget },
    );
  return {
    roomFor,
    enter: (targetId) => {
      underWay += 1;
      byTarget.set(targetId, (byTarget.get(targetId) ?? 0) + 1);
    },
    leave: (targetId) => {
      const left = (byTarget.get(targetId) ?? 0) - 1;
      if (left < 0) throw new Error(`nothing is under way at ${targetId}`);
      underWay -= 1;
      if (left === 0) byTarget.delete(targetId);
      else byTarget.set(targetId, left);
    },
    underWay: () => underWay,
    full: () => [...byTarget.keys()].filter((targetId) => roomFor(targetId) === 0),
  };
}
