import type { AppEndpointView, ConsoleInput } from "@compose-pay/contracts";

/** An endpoint as it is being filled in. */
export interface EndpointDraft {
  readonly url: string;
  readonly live: boolean;
  /** Empty for all. */
  readonly types: readonly string[];
  readonly description: string;
  readonly isEnabled: boolean;
  /** Deliveries a second; null for no limit. */
  readonly rate: number | null;
  readonly hasPublicKey: boolean;
}

export const newEndpoint: EndpointDraft = {
  url: "",
  live: false,
  types: [],
  description: "",
  isEnabled: true,
  rate: null,
  hasPublicKey: false,
};

export function draftOf(endpoint: AppEndpointView): EndpointDraft {
  return {
    url: endpoint.url,
    live: endpoint.live,
    types: endpoint.event_types.filter((type) => type !== "*"),
    description: endpoint.description ?? "",
    isEnabled: endpoint.status === "enabled",
    rate: endpoint.rate_limit,
    hasPublicKey: endpoint.signatures.includes("v1a"),
  };
}

type Fields = Required<Omit<ConsoleInput<"app_endpoints.update">, "id" | "expected_version">>;

/** Null while what has to be filled in is not. */
export function fieldsOf(draft: EndpointDraft): Fields | null {
  const url = draft.url.trim();
  if (url === "") return null;
  const description = draft.description.trim();
  return {
    url,
    // because the API decides which types there are
    event_types: (draft.types.length === 0 ? ["*"] : [...draft.types]) as Fields["event_types"],
    description: description === "" ? null : description,
    status: draft.isEnabled ? "enabled" : "disabled",
    rate_limit: draft.rate,
    signatures: draft.hasPublicKey ? ["v1", "v1a"] : ["v1"],
  };
}
