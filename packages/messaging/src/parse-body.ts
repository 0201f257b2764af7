import type { MessageContract } from "@compose-pay/contracts";

export type ParsedBody<Body> =
  | { readonly kind: "body"; readonly body: Body }
  /** Says where the body breaks its contract, without its values. */
  | { readonly kind: "refused"; readonly reason: string };

export function parseBody<Body>(contract: MessageContract<Body>, content: Buffer): ParsedBody<Body> {
  let json: unknown;
  try {
    json = JSON.parse(content.toString("utf8"));
  } catch {
    return { kind: "refused", reason: "the body is no JSON" };
  }
  const parsed = contract.schema.safeParse(json);
  if (parsed.success) return { kind: "body", body: parsed.data };
  const faults = parsed.error.issues.map((issue) => `${issue.path.join(".") || "body"}: ${issue.message}`);
  return { kind: "refused", reason: `breaks ${contract.name} v${contract.version}: ${faults.join("; ")}` };
}
