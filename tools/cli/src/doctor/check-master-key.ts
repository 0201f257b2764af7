import { openAccount, openChainKey } from "@compose-pay/application";
import { findAuditHead, findChannelAccount, listChannelAccounts } from "@compose-pay/database";
import type { CommandContext } from "../command-context.ts";
import { withSealedDatabase } from "../settings/with-database.ts";
import { examine } from "./examine.ts";
import type { Finding } from "./finding.ts";

/** Whether the configured master key opens the account that was sealed last, and the key of the audit's chain. */
export async function checkMasterKey(context: CommandContext): Promise<Finding> {
  return examine("master key", () =>
    withSealedDatabase(context, async ({ database: { connection }, secretBox }) => {
      const head = await findAuditHead(connection);
      if (head !== null) openChainKey({ secretBox }, head);
      const [newest] = await listChannelAccounts(connection, { limit: 1 });
      const account = newest === undefined ? null : await findChannelAccount(connection, newest.id);
      if (account === null) return { status: "ok", detail: "configured; no channel account is sealed yet" };
      openAccount(secretBox, account);
      const isCurrent = secretBox.isCurrent(account.credentials);
      return {
        status: "ok",
        detail: `opens ${account.name} (${account.id})${isCurrent ? "" : ", which an earlier key sealed"}`,
        measured: { account_id: account.id, sealed_with_current_key: isCurrent },
      };
    }),
  );
}
