import type { Database } from "@compose-pay/database";
import type { Clock, newId } from "@compose-pay/runtime";

export interface OperatorDeps {
  readonly database: Pick<Database, "connection">;
  readonly clock: Clock;
  readonly newId: typeof newId;
}
