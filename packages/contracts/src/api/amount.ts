import { z } from "zod";
import { ruleMessage } from "./fault-message.ts";

/** The smallest amount of a payment, in fen. Upper bounds belong to channels and contracts, not to the wire. */
const smallestAmount = 1;

const rule = `must be an integer of at least ${smallestAmount}, in the currency's minor unit (fen)`;

/** An amount of money: an integer in fen, at least 1, exactly representable in a double. */
export const amount = z.int({ error: ruleMessage(rule) }).min(smallestAmount, rule);
