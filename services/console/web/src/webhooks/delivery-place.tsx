import { Link } from "react-router";
import { useWords } from "../shell/words.ts";
import { deliveryWords } from "./delivery-words.ts";

/** Where a delivery goes: an endpoint, or an own address of a payment or a refund. */
export function DeliveryPlace({ endpointId }: { readonly endpointId: string }) {
  const { own } = useWords(deliveryWords);
  if (endpointId === "notify_url" || endpointId === "refund_notify_url") return <>{own[endpointId]}</>;
  return <Link to={`/webhooks/endpoints/${endpointId}`}>{endpointId}</Link>;
}
