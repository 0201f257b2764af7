import {
  accountForms,
  checkAccount,
  describeAccount,
  putAccountForm,
  readSetting,
} from "@compose-pay/application";
import type { AccountDetail, accountRoutes } from "@compose-pay/contracts";
import {
  type ChannelAccountRow,
  findCertificatesOf,
  findChannelAccount,
  findChannelCertificates,
  listSealedAccounts,
} from "@compose-pay/database";
import { done, type HandlersOf, noSuch, refused } from "../api/handler.ts";
import { pageOf } from "../api/page-of.ts";
import type { ConsoleDeps } from "../console-deps.ts";
import { formView } from "./account-form-view.ts";
import { accountNote } from "./account-note.ts";
import { accountDetail, accountView, certificateViews, type ExpiryWatch } from "./account-views.ts";
import { refusedPut } from "./refused-put.ts";

/** Channel accounts: what is public of them, and how they are given. Their secrets come in and never go out. */
export function accountHandlers(deps: ConsoleDeps): HandlersOf<typeof accountRoutes> {
  const { connection } = deps.database;
  const putting = { ...deps, allowedChannelHosts: deps.settings.CHANNEL_ALLOWED_HOSTS };
  const watch = async (): Promise<ExpiryWatch> => ({
    now: deps.clock.now(),
    warningDays: await readSetting(connection, "certificate_warning_days", {}),
  });
  const detailOf = async (row: ChannelAccountRow): Promise<AccountDetail> => {
    const downloaded = await findChannelCertificates(connection, row.id);
    return accountDetail(row, describeAccount(deps, row, downloaded), await watch());
  };
  return {
    "accounts.list": async ({ input: { after, limit } }) => {
      const rows = await listSealedAccounts(connection, { after, limit: limit + 1 });
      const ids = rows.map((row) => row.id);
      const downloaded = Map.groupBy(
        await findCertificatesOf(connection, ids),
        (certificate) => certificate.channelAccountId,
      );
      const watched = await watch();
      const show = (row: ChannelAccountRow) =>
        accountView(row, describeAccount(deps, row, downloaded.get(row.id) ?? []), watched);
      return done(pageOf(rows, limit, { nextOf: (row) => row.id, show }));
    },
    "accounts.show": async ({ input: { id } }) => {
      const row = await findChannelAccount(connection, id);
      return row === null ? noSuch("account") : done(await detailOf(row));
    },
    "accounts.certificates": async ({ input: { id } }) => {
      const row = await findChannelAccount(connection, id);
      if (row === null) return noSuch("account");
      const downloaded = await findChannelCertificates(connection, id);
      const certificates = certificateViews(
        describeAccount(deps, row, downloaded),
        downloaded,
        await watch(),
      );
      return done({ certificates, fetch_due_at: row.certificatesDueAt?.toISOString() ?? null });
    },
    "accounts.form": async () => done({ channels: accountForms().map(formView) }),
    "accounts.put": async ({ input }) => {
      const { id, base_url, expected_version: expectedVersion, ...form } = input;
      const baseUrl = base_url === "" ? null : base_url;
      const stored = id === undefined ? null : await findChannelAccount(connection, id);
      const before = stored === null ? null : await detailOf(stored);
      const put = await putAccountForm(putting, { ...form, id, baseUrl, expectedVersion });
      if (!("account" in put)) return refusedPut(put);
      const after = await detailOf(put.account);
      return done(after, {
        subject: put.account.id,
        before: before === null ? null : accountNote(before),
        after: accountNote(after),
      });
    },
    "accounts.check": async ({ input: { id } }) => {
      const checked = await checkAccount(deps, id);
      switch (checked.kind) {
        case "account_unknown":
          return noSuch("account");
        case "unusable":
          return refused("conflict", checked.reason);
        case "checked":
          return done(
            { well: checked.isWell, findings: checked.findings },
            { after: { well: checked.isWell } },
          );
      }
    },
  };
}
