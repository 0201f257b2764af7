import { z } from "zod";
import { defineMessage } from "./message-contract.ts";

/** Make the next attempt of a delivery that is due. Owner: notify-worker. */
export const attemptDelivery = defineMessage("delivery.due", 1, z.object({ delivery_id: z.string() }));
