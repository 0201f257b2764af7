import { z } from "zod";
import { longestUrl } from "./http-url.ts";

const rule = "must be an absolute http or https URL";

/**
 * Where webhooks go. What else the URL says and where its host is, the guard of webhooks decides, so that each one
 * that must not be called is refused in one way, with `url_not_allowed`.
 */
export const webhookUrl = z
  .string()
  .max(longestUrl, `must be at most ${longestUrl} characters long`)
  .regex(/^[Hh][Tt][Tt][Pp][Ss]?:\/\//, { error: rule, abort: true })
  .refine((value) => URL.canParse(value), rule)
  .meta({ format: "uri" });
