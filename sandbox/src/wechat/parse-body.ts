import type { z } from "zod";
import type { Reply } from "../core/answer.ts";
import { refuse } from "./refusal.ts";

export type Parsed<T> = { readonly value: T } | { readonly refused: Reply };

/** Where the members stand, as `detail.location` names it. */
export type Location = "body" | "query";

/** The request body as a JSON object, before its members are looked at. */
export function parseJson(bytes: Buffer): Parsed<Readonly<Record<string, unknown>>> {
  try {
    const json: unknown = JSON.parse(bytes.toString());
    if (json !== null && typeof json === "object" && !Array.isArray(json)) return { value: { ...json } };
  } catch {
    // falls through to the refusal: a body that is no JSON is answered like one that is no object
  }
  return { refused: refuse(400, { code: "PARAM_ERROR", message: "请求的body不是合法的JSON对象" }) };
}

/** Checks `input` against `schema`; the first fault is reported in WeChat Pay's words. */
export function parseMembers<T>(
  schema: z.ZodType<T>,
  input: Readonly<Record<string, unknown>>,
  location: Location,
): Parsed<T> {
  const result = schema.safeParse(input);
  if (result.success) return { value: result.data };
  const issue = result.error.issues[0];
  if (issue === undefined) return { refused: paramError("参数错误", { location }) };
  return { refused: describe(issue, input, location) };
}

/** 400 PARAM_ERROR with the JSON pointer, value and issue of the member that is wrong. */
export function paramError(message: string, detail: Readonly<Record<string, unknown>>): Reply {
  return refuse(400, { code: "PARAM_ERROR", message, detail });
}

function describe(issue: z.core.$ZodIssue, input: unknown, location: Location): Reply {
  if (issue.code === "unrecognized_keys") {
    const field = pointer([...issue.path, issue.keys[0] ?? ""]);
    return paramError(`参数中含有非法的额外参数“/${location}${field}”`, {
      location,
      field,
      issue: "unknown member",
    });
  }
  const field = pointer(issue.path);
  const value = valueAt(input, issue.path);
  const source = `输入源“/${location}${field}”`;
  const label = `“${labels[field.replaceAll(/\/\d+/g, "")] ?? field.slice(1)}”`;
  const words = wording(issue, value, source, label);
  return paramError(words, { location, field, value: value ?? null, issue: issue.message });
}

function wording(issue: z.core.$ZodIssue, value: unknown, source: string, label: string): string {
  if (value === undefined) return `${source}映射到字段${label}必填性规则校验失败，此字段为必填项`;
  const rule = `${source}映射到${kindName(value)}字段${label}规则校验失败`;
  if (issue.code === "too_small") {
    return issue.origin === "string"
      ? `${rule}，字符数 ${lengthOf(value)}，小于最小值 ${issue.minimum}`
      : `${rule}，值低于最小值 ${issue.minimum}`;
  }
  if (issue.code === "too_big") {
    return issue.origin === "string"
      ? `${rule}，字符数 ${lengthOf(value)}，大于最大值 ${issue.maximum}`
      : `${rule}，值高于最大值 ${issue.maximum}`;
  }
  if (issue.code === "invalid_type") return `无法将 JSON ${source}映射到目标字段${label}中，字段类型不正确`;
  return `${rule}，值不符合格式要求`;
}

function lengthOf(value: unknown): number {
  return typeof value === "string" ? value.length : 0;
}

function kindName(value: unknown): string {
  if (typeof value === "number") return "数值";
  if (typeof value === "string") return "字符串";
  return "";
}

/** RFC 6901. */
function pointer(path: readonly PropertyKey[]): string {
  return path.map((key) => `/${String(key).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((value, key) => {
    if (value === null || typeof value !== "object") return undefined;
    return Object.getOwnPropertyDescriptor(value, key)?.value;
  }, input);
}

const labels: Readonly<Record<string, string>> = {
  "/appid": "公众号ID",
  "/mchid": "直连商户号",
  "/description": "商品描述",
  "/out_trade_no": "商户订单号",
  "/time_expire": "交易结束时间",
  "/attach": "附加数据",
  "/notify_url": "通知地址",
  "/goods_tag": "订单优惠标记",
  "/support_fapiao": "电子发票入口开放标识",
  "/amount": "订单金额",
  "/amount/total": "总金额",
  "/amount/currency": "货币类型",
  "/detail": "优惠功能",
  "/scene_info": "场景信息",
  "/settle_info": "结算信息",
  "/payer": "支付者",
  "/payer/openid": "用户标识",
  "/payer/auth_code": "付款码",
  "/scene_info/payer_client_ip": "用户终端IP",
  "/scene_info/h5_info": "H5场景信息",
  "/scene_info/h5_info/type": "场景类型",
  "/sp_appid": "服务商应用ID",
  "/sp_mchid": "服务商户号",
  "/sub_appid": "子商户应用ID",
  "/sub_mchid": "子商户号",
  "/transaction_id": "微信支付订单号",
  "/out_refund_no": "商户退款单号",
  "/reason": "退款原因",
  "/amount/refund": "退款金额",
};
