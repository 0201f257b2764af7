import type { AccountFault, AccountPart } from "../channel-factory.ts";
import { createHttpCore, type HttpCore } from "../http/http-core.ts";
import { createHttpFailover } from "../http/http-failover.ts";
import type { WechatCredentials } from "./wechat-credentials.ts";

export const officialOrigin = "https://api.mch.weixin.qq.com";
/** WeChat Pay's second host, for when the first cannot be reached. */
export const officialBackup = "https://api2.mch.weixin.qq.com";

/** The hosts of an account: the one of its file, and behind it another if it has one. */
export function openWechatHosts(
  origin: string,
  { backupBaseUrl }: Pick<WechatCredentials, "backupBaseUrl">,
  connections: number,
): HttpCore {
  const backup = backupOf(origin, backupBaseUrl);
  const first = createHttpCore(origin, { connections });
  return backup === null ? first : createHttpFailover(first, createHttpCore(backup, { connections }));
}

/** The origin behind another one, or null. */
export function backupOf(origin: string, given: string | null): string | null {
  if (given !== null) return new URL(given).origin;
  return origin === officialOrigin ? officialBackup : null;
}

/** The path of a request is under its signature, so that an address can have none of its own. */
export function hostFaults({ baseUrl, live }: AccountPart, backup: string | null): readonly AccountFault[] {
  const field = "credentials.backup_base_url";
  const first =
    baseUrl === null
      ? [{ field: "base_url", message: `is needed, e.g. ${officialOrigin}` }]
      : pathFaults("base_url", baseUrl);
  if (backup === null) return first;
  const url = new URL(backup);
  const hasUserInformation = url.username !== "" || url.password !== "";
  return [
    ...first,
    ...pathFaults(field, url),
    ...(hasUserInformation ? [{ field, message: "has no user information" }] : []),
    ...(live && url.protocol === "http:" ? [{ field, message: "is https for a live account" }] : []),
  ];
}

function pathFaults(field: string, { pathname, search, hash }: URL): readonly AccountFault[] {
  const isOrigin = pathname === "/" && search === "" && hash === "";
  return isOrigin ? [] : [{ field, message: `has no path: ${officialOrigin}` }];
}
