/** What a body of `POST /v1/payments` can be that it must not be. */
export interface HostileBody {
  readonly what: string;
  readonly body: string | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
  readonly code: "body_malformed" | "body_too_large" | "invalid_request";
}

const order = { order_no: "hostile", amount: 100, method: "mock", subject: "Tea" };
const json = { "content-type": "application/json" };
const valid = JSON.stringify(order);
const deep = 20_000;

export const hostileBodies: readonly HostileBody[] = [
  ...["", " ", "{", "}", "[", '{"order_no":}', "nonsense", `${valid}${valid}`, "{'order_no':'a'}"].map(
    (body) => ({ what: `the text ${JSON.stringify(body)}`, body, code: "body_malformed" }) as const,
  ),
  ...["NaN", "Infinity", "01", "0x10", "1_000"].map(
    (number) =>
      ({
        what: `the number ${number}`,
        body: valid.replace("100", number),
        code: "body_malformed",
      }) as const,
  ),
  ...["null", "true", "7", '"text"', "[]", `[${valid}]`].map(
    (body) =>
      ({ what: `${body.slice(0, 10)} in place of an object`, body, code: "invalid_request" }) as const,
  ),
  {
    what: "bytes that are no UTF-8",
    body: Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]),
    code: "body_malformed",
  },
  {
    what: "a cut UTF-8 character",
    body: Buffer.from(`{"subject":"茶"}`).subarray(0, 14),
    code: "body_malformed",
  },
  { what: "UTF-16", body: Buffer.from(valid, "utf16le"), code: "body_malformed" },
  ...[
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "application/xml",
    ",",
  ].map(
    (type) =>
      ({
        what: `the content type ${type}`,
        body: valid,
        headers: { "content-type": type },
        code: "body_malformed",
      }) as const,
  ),
  ...["gbk", "utf-16", "iso-8859-1", '"utf-7"'].map(
    (charset) =>
      ({
        what: `the charset ${charset}`,
        body: valid,
        headers: { "content-type": `application/json; charset=${charset}` },
        code: "body_malformed",
      }) as const,
  ),
  {
    what: "a compressed body",
    body: valid,
    headers: { ...json, "content-encoding": "gzip" },
    code: "body_malformed",
  },
  { what: "one byte too many", body: `${valid}${" ".repeat(65_537 - valid.length)}`, code: "body_too_large" },
  { what: "a body of 4 MiB", body: "x".repeat(4 * 1_024 * 1_024), code: "body_too_large" },
  { what: "arrays without end", body: "[".repeat(deep), code: "body_malformed" },
  { what: "deep arrays", body: `${"[".repeat(deep)}${"]".repeat(deep)}`, code: "invalid_request" },
  {
    what: "deep metadata",
    body: withField("metadata", `${'{"a":'.repeat(4_000)}1${"}".repeat(4_000)}`),
    code: "invalid_request",
  },
  { what: "a field named __proto__", body: withField("__proto__", '{"amount":1}'), code: "invalid_request" },
  {
    what: "a field named constructor",
    body: withField("constructor", '{"prototype":{}}'),
    code: "invalid_request",
  },
  { what: "an unknown field", body: withField("status", '"succeeded"'), code: "invalid_request" },
  {
    what: "a thousand unknown fields",
    body: `{${Array.from({ length: 1_000 }, (_, i) => `"f${i}":1`).join(",")}}`,
    code: "invalid_request",
  },
];

/** Values that no field but `metadata` may take in any case, as JSON. */
const wrongTypes = ["true", "[]", "{}", '{"$gt":""}', "[1]", '"\\u0000"', "-1", "1.5", "1e400", '""'];
const fields = [
  "order_no",
  "amount",
  "currency",
  "method",
  "subject",
  "client_ip",
  "payer",
  "notify_url",
  "return_url",
  "expires_in",
];

export const hostileFields: readonly HostileBody[] = [
  ...fields.flatMap((field) => wrongTypes.map((value) => asked(field, value))),
  ...["order_no", "amount", "method", "subject", "expires_in", "metadata"].map((field) =>
    asked(field, "null"),
  ),
  asked("order_no", JSON.stringify("a".repeat(65))),
  asked("order_no", JSON.stringify("a b")),
  asked("order_no", JSON.stringify("订单")),
  asked("order_no", JSON.stringify("a' OR '1'='1")),
  asked("amount", "0"),
  asked("amount", '"100"'),
  asked("amount", "9007199254740993"),
  asked("currency", '"USD"'),
  asked("method", '"bitcoin"'),
  asked("subject", JSON.stringify("茶".repeat(128))),
  asked("subject", JSON.stringify("two\nlines")),
  asked("subject", '"\\ud800"'),
  asked("description", JSON.stringify("x".repeat(1_001))),
  asked("client_ip", '"300.1.1.1"'),
  ...[
    "ftp://a.example",
    "javascript:alert(1)",
    "//a.example",
    "http://",
    `http://a.example/${"x".repeat(250)}`,
  ].flatMap((url) => [asked("notify_url", JSON.stringify(url)), asked("return_url", JSON.stringify(url))]),
  ...["59", "604801", '"600"'].map((seconds) => asked("expires_in", seconds)),
  asked("metadata", '{"a":1}'),
  asked("metadata", '{"a":{"b":"c"}}'),
  asked("metadata", '{"":"empty key"}'),
  asked("metadata", JSON.stringify({ a: "x".repeat(4_096) })),
  asked("metadata", JSON.stringify(Object.fromEntries(Array.from({ length: 21 }, (_, i) => [`k${i}`, "v"])))),
];

function asked(field: string, value: string): HostileBody {
  return {
    what: `${field} as ${value.slice(0, 40)}`,
    body: withField(field, value),
    code: "invalid_request",
  };
}

/** JSON keeps the last of two equal names, so the field stands in place of its good value. */
function withField(field: string, value: string): string {
  return `${valid.slice(0, -1)},"${field}":${value}}`;
}
