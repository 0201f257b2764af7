import { accountHandlers } from "../accounts/account-handlers.ts";
import type { ConsoleDeps } from "../console-deps.ts";
import { settingHandlers } from "../live-settings/setting-handlers.ts";
import { appEndpointHandlers } from "../merchants/app-endpoint-handlers.ts";
import { appTermsHandlers } from "../merchants/app-terms-handlers.ts";
import { merchantHandlers } from "../merchants/merchant-handlers.ts";
import { operatorHandlers } from "../operators/operator-handlers.ts";
import { sessionHandlers } from "../session/session-handlers.ts";
import type { Handlers } from "./handler.ts";

/** What answers each route of the contract. */
export function createHandlers(deps: ConsoleDeps): Handlers {
  return {
    ...sessionHandlers(deps),
    ...operatorHandlers(deps),
    ...merchantHandlers(deps),
    ...appEndpointHandlers(deps),
    ...appTermsHandlers(deps),
    ...accountHandlers(deps),
    ...settingHandlers(deps),
  };
}
