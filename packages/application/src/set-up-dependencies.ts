import type { Database } from "@compose-pay/database";
import type { Clock, newId, SecretBox } from "@compose-pay/runtime";

/** What the verbs that set up merchants, apps and accounts stand on; each takes the part it needs. */
export interface SetUpDependencies {
  readonly database: Database;
  readonly secretBox: SecretBox;
  readonly clock: Clock;
  readonly newId: typeof newId;
}
