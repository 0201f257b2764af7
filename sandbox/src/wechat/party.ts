import { z } from "zod";
import type { Reply } from "../core/answer.ts";
import type { WechatAccount } from "./account.ts";
import { refusals } from "./refusal.ts";

/** A merchant for itself, or a service provider for one of its merchants (WeChat Pay APIv3, 服务商). */
export const modes = ["direct", "partner"] as const;

export type Mode = (typeof modes)[number];

const id = z.string().min(1).max(32);

/** The members that name the parties of an order. */
export const partyMembers = {
  direct: { appid: id, mchid: id },
  partner: { sp_appid: id, sp_mchid: id, sub_appid: id.optional(), sub_mchid: id },
} as const;

/** The members that name the parties of a query and of a close. */
export const partyNumbers: Readonly<Record<Mode, z.ZodType<Party>>> = {
  direct: z.strictObject({ mchid: id }),
  partner: z.strictObject({ sp_mchid: id, sub_mchid: id }),
};

/** The members that name the parties of a reverse. */
export const reverseMembers: Readonly<Record<Mode, z.ZodType<Party>>> = {
  direct: z.strictObject(partyMembers.direct),
  partner: z.strictObject(partyMembers.partner),
};

/** The member whose value must be the merchant who signed. */
export const signerMember = { direct: "mchid", partner: "sp_mchid" } as const;

/** Whichever of the above a request has. */
export type Party = {
  readonly appid?: string | undefined;
  readonly mchid?: string | undefined;
  readonly sp_appid?: string | undefined;
  readonly sp_mchid?: string | undefined;
  readonly sub_appid?: string | undefined;
  readonly sub_mchid?: string | undefined;
};

/**
 * Why the account may not speak so: a merchant for another one, a service provider for itself or for a
 * stranger, an appid that is not bound. Null when it may.
 */
export function refuseParty(account: WechatAccount, party: Party): Reply | null {
  if ((party.sub_mchid ?? null) !== account.subMchid) return refusals.noAuthority;
  const appid = party.appid ?? party.sp_appid;
  if (appid !== undefined && appid !== account.appid) return refusals.appidMismatch;
  if (party.sub_appid !== undefined && party.sub_appid !== account.subAppid) return refusals.appidMismatch;
  return null;
}
