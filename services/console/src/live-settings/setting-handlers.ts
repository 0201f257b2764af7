import {
  confirmSetting,
  isSettingName,
  type ProposalConfirmed,
  putSetting,
  standardOf,
  withdrawSetting,
} from "@compose-pay/application";
import type { settingRoutes, SettingView } from "@compose-pay/contracts";
import { done, type HandlersOf, noSuch, refused, refusedInput } from "../api/handler.ts";
import type { ConsoleDeps } from "../console-deps.ts";
import { readSettingViews } from "./setting-views.ts";

/** What operators change while everything runs. */
export function settingHandlers(deps: ConsoleDeps): HandlersOf<typeof settingRoutes> {
  const { database, settings } = deps;
  const viewsOf = () => readSettingViews(database.connection, settings);
  const viewOf = async (name: string): Promise<SettingView> => {
    const view = (await viewsOf()).find((one) => one.name === name);
    if (view === undefined) throw new Error(`the setting ${name} is in the catalogue and has no view`);
    return view;
  };
  return {
    "settings.list": async () => done({ rows: await viewsOf(), next: null }),
    "settings.put": async ({ input: { name, value, ...seen }, session: { operator } }) => {
      if (!isSettingName(name)) return noSuch("setting");
      const standard = standardOf(name, settings);
      const put = await putSetting(deps, {
        name,
        value,
        operatorId: operator.id,
        expectedVersion: seen.expected_version,
      });
      switch (put.kind) {
        case "setting_unknown":
          return noSuch("setting");
        case "out_of_range":
          return refusedInput("value", `must be from ${put.least} to ${put.most}`);
        case "proposed": {
          const after = await viewOf(name);
          return done(after, { before: { value: after.value }, after: { proposed: after.proposal } });
        }
        case "put": {
          const after = await viewOf(name);
          return done(after, { before: { value: put.before ?? standard }, after: noteOf(after) });
        }
      }
    },
    "settings.confirm": async ({ input: { name, expected_version: seen }, session: { operator } }) => {
      if (!isSettingName(name)) return noSuch("setting");
      const decision = { name, operatorId: operator.id, expectedVersion: seen };
      const confirmed = await confirmSetting(deps, decision);
      if (confirmed.kind !== "confirmed") return notConfirmed(confirmed);
      const { before, proposal } = confirmed;
      const after = await viewOf(name);
      return done(after, {
        before: { value: before ?? standardOf(name, settings), proposed_by: proposal.proposedBy },
        after: noteOf(after),
      });
    },
    "settings.withdraw": async ({ input: { name, expected_version: expectedVersion } }) => {
      if (!isSettingName(name)) return noSuch("setting");
      const withdrawn = await withdrawSetting(deps, { name, expectedVersion });
      if (withdrawn.kind === "nothing_proposed") return nothingProposed();
      const { proposal } = withdrawn;
      const before = { proposed: proposal.value, proposed_by: proposal.proposedBy };
      return done(await viewOf(name), { before, after: { proposed: null } });
    },
  };
}

function noteOf({ value, version }: SettingView) {
  return { value, version };
}

function notConfirmed(outcome: Exclude<ProposalConfirmed, { readonly kind: "confirmed" }>) {
  switch (outcome.kind) {
    case "same_person":
      return refused("not_permitted", "who has proposed it cannot confirm it; it needs a second person");
    case "proposer_disabled":
      return refused("conflict", "who has proposed it may not do so any more; it can be withdrawn alone");
    case "nothing_proposed":
      return nothingProposed();
  }
}

function nothingProposed() {
  return refused("conflict", "nothing waits for a second person: somebody has decided on it already");
}
