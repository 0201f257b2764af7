import { type DeliveryTargetRow, isOwnTarget, type WebhookEndpointRow } from "@compose-pay/database";
import { circuitOf, healthWhileProbing, paceOf } from "@compose-pay/domain";

/** What a worker does with a target that is due. */
export type Visit = { after(turn: EndedTurn): AfterVisit } &
  /** `isRoomBound`: more would be taken if there were room. */
  (
    | { readonly kind: "flow"; readonly limit: number; readonly isRoomBound: boolean }
    /** The circuit lets one through. */
    | { readonly kind: "probe" }
    | { readonly kind: "wait" }
    /** Its endpoint is disabled: its deliveries stay in line until it is enabled. */
    | { readonly kind: "asleep" }
    /** There is no such endpoint any more. */
    | { readonly kind: "gone" }
  );

export interface EndedTurn {
  /** Deliveries that were taken. */
  readonly taken: number;
  /** When the first of its deliveries is due, those included that are under way. */
  readonly firstDue: Date | null;
  readonly now: Date;
}

export type AfterVisit = Pick<DeliveryTargetRow, "dueAt" | "openUntil" | "pacedUntil">;

/** @param endpoints of the target's app */
export function planVisit(
  target: DeliveryTargetRow,
  endpoints: readonly Pick<WebhookEndpointRow, "id" | "status" | "rateLimit">[],
  { room, now }: { readonly room: number; readonly now: Date },
): Visit {
  const { openUntil, pacedUntil } = target;
  const endpoint = endpoints.find(({ id }) => id === target.id);
  if (endpoint === undefined && !isOwnTarget(target.id)) {
    return { kind: "gone", after: ({ firstDue }) => ({ dueAt: firstDue, openUntil, pacedUntil }) };
  }
  if (endpoint?.status === "disabled") {
    return { kind: "asleep", after: () => ({ dueAt: null, openUntil, pacedUntil }) };
  }
  switch (circuitOf(target, now)) {
    case "open":
      return { kind: "wait", after: () => ({ dueAt: openUntil, openUntil, pacedUntil }) };
    case "probe":
      return probe(target);
    case "closed":
      return flow(target, { rateLimit: endpoint?.rateLimit ?? null, room, now });
  }
}

function probe(target: DeliveryTargetRow): Visit {
  return {
    kind: "probe",
    after: ({ taken, firstDue, now }) => {
      const openUntil = taken === 0 ? target.openUntil : healthWhileProbing(target, now).openUntil;
      return { dueAt: later(firstDue, openUntil), openUntil, pacedUntil: target.pacedUntil };
    },
  };
}

function flow(
  { openUntil, pacedUntil }: DeliveryTargetRow,
  { rateLimit, room, now }: { readonly rateLimit: number | null; readonly room: number; readonly now: Date },
): Visit {
  const { count: limit } = paceOf(rateLimit, pacedUntil, { wanted: room, now });
  return {
    kind: "flow",
    limit,
    isRoomBound: limit === room,
    after: ({ taken, firstDue }) => {
      const pace = paceOf(rateLimit, pacedUntil, { wanted: taken, now });
      return {
        dueAt: limit < room ? later(firstDue, pace.nextAt) : firstDue,
        openUntil,
        pacedUntil: pace.pacedUntil,
      };
    },
  };
}

/** Null stays null: nothing waits. */
function later(due: Date | null, notBefore: Date | null): Date | null {
  if (due === null || notBefore === null) return due;
  return due > notBefore ? due : notBefore;
}
