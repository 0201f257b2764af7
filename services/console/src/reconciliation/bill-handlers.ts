import { type BillLoading, ChannelAccountUnusable, uploadBill } from "@compose-pay/application";
import type { billRoutes, BillView } from "@compose-pay/contracts";
import { findBill, listBills } from "@compose-pay/database";
import { done, type HandlersOf, noSuch, type Outcome, refused, refusedInput } from "../api/handler.ts";
import { pageOf } from "../api/page-of.ts";
import { wrongCursor } from "../api/wrong-cursor.ts";
import { dayOfChina } from "@compose-pay/domain";
import type { ConsoleDeps } from "../console-deps.ts";
import { billView } from "./bill-view.ts";
import { openBillFile } from "./open-bill-file.ts";
import { operatorName } from "../operators/operator-name.ts";

/** What the channels say of a day: looked at, saved, and loaded from a file where none could be fetched. */
export function billHandlers(deps: ConsoleDeps): HandlersOf<typeof billRoutes> {
  const { connection } = deps.database;
  const loading = async (id: string): Promise<Outcome<BillView>> => {
    const refusal = refusedLoading(await deps.billLoads.load(id));
    if (refusal !== null) return refusal;
    const bill = await findBill(connection, id);
    if (bill === null) return noSuch("bill");
    const after = billView(bill);
    return done(after, { subject: id, after });
  };
  return {
    "bills.list": async ({ input: { account_id: accountId, day, after: cursor, limit } }) => {
      const after = cursor === undefined ? undefined : await findBill(connection, cursor);
      if (after === null) return wrongCursor();
      const rows = await listBills(connection, { accountId, day, after, limit: limit + 1 });
      return done(pageOf(rows, limit, { nextOf: ({ id }) => id, show: billView }));
    },
    "bills.show": async ({ input: { id } }) => {
      const bill = await findBill(connection, id);
      return bill === null ? noSuch("bill") : done(billView(bill));
    },
    "bills.download": async ({ input: { id } }) => {
      const bill = await findBill(connection, id);
      if (bill === null) return noSuch("bill");
      if (bill.archiveKey === null)
        return refused("conflict", "nothing happened on that day: there is no file");
      const file = await openBillFile(deps, bill.archiveKey);
      if (file === null)
        return refused("conflict", "the archive has lost or damaged it: upload the same bill again");
      const name = `bill-${bill.channelAccountId}-${bill.day}-${bill.type}-v${bill.version}.${file.extension}`;
      return {
        kind: "file",
        contentType: "application/octet-stream",
        bytes: bill.bytes,
        pieces: file.handle.createReadStream({ start: 0 }),
        headers: { "Content-Disposition": `attachment; filename="${name}"` },
      };
    },
    "bills.upload": async ({ input: { account_id: accountId, day, type }, session, file }) => {
      const account = await accountOf(deps, accountId);
      if (account === "unusable") return accountUnusable();
      if (account === null) return refusedInput("account_id", "names no channel account");
      if (!account.channel.billTypes.includes(type))
        return refusedInput("type", "is no bill that this account's channel has");
      if (day >= dayOfChina(deps.clock.now())) return refusedInput("day", "is not over in China yet");
      const operator = operatorName(session.operator);
      const uploaded = await uploadBill(
        { ...deps, scratchFolder: deps.settings.SCRATCH_DIR },
        { accountId, day, type, path: file.path, operator },
      );
      switch (uploaded.kind) {
        case "kept":
        case "known":
          return loading(uploaded.bill.id);
        case "account_unknown":
          return refusedInput("account_id", "names no channel account");
        case "name_taken":
          return refused("conflict", "no operator can say to be the channel");
        case "file_empty":
        case "file_unreadable":
          return refusedInput("file_name", "is the name of an empty file");
      }
    },
    "bills.load": async ({ input: { id } }) => {
      const bill = await findBill(connection, id);
      if (bill === null) return noSuch("bill");
      const account = await accountOf(deps, bill.channelAccountId);
      return account === "unusable" ? accountUnusable() : loading(id);
    },
  };
}

/** Reads no bill itself; one that has no key to open its account is told so before anything is kept. */
async function accountOf({ channels }: ConsoleDeps, accountId: string) {
  try {
    return await channels.find(accountId);
  } catch (error) {
    if (error instanceof ChannelAccountUnusable) return "unusable";
    throw error;
  }
}

function accountUnusable() {
  return refused("conflict", "the channel account cannot be used: its credentials do not open");
}

/** @returns null for what came to an end, or goes on */
function refusedLoading(loading: BillLoading | null) {
  switch (loading?.kind) {
    case undefined:
    case "loaded":
    case "rejected":
    case "busy":
    case "lost":
      return null;
    case "bill_unknown":
      return noSuch("bill");
    case "account_unknown":
      return refused("conflict", "the channel account of this bill is gone");
  }
}
