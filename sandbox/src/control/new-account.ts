import { z } from "zod";
import { proofModes } from "../wechat/account.ts";

/** What kind of account a tester opens at a channel. */
export const newAccountBody = z.discriminatedUnion("channel", [
  z.strictObject({
    channel: z.literal("wechat"),
    /** How WeChat Pay proves itself to the merchant. */
    mode: z.enum(proofModes).default("both"),
    /** True: a service provider with one merchant. */
    sub_mchid: z.boolean().default(false),
  }),
  z.strictObject({
    channel: z.literal("alipay"),
    /** How the application and Alipay prove themselves to each other. */
    mode: z.enum(["key", "certificate"]).default("key"),
    /** In certificate mode: when the application's own certificate ends (RFC 3339, real time). */
    certificate_expires_at: z.iso.datetime({ offset: true }).transform(Date.parse).optional(),
  }),
]);

export type NewAccount = z.infer<typeof newAccountBody>;
