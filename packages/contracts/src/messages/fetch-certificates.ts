import { z } from "zod";
import { defineMessage } from "./message-contract.ts";

/**
 * Fetch the certificates of a channel account. Owner: channel-worker, lane background. `serial`: one that
 * was not known, for channels that serve them one by one.
 */
export const fetchCertificates = defineMessage(
  "channel.certificates",
  1,
  z.object({ channel_account_id: z.string(), serial: z.string().max(64).optional() }),
);
