import { z } from "zod";

/** Why a payment has failed, or a refund. */
export interface PaymentFailure {
  /** This product's word for it. */
  readonly code: string;
  readonly message: string;
  /** The channel's own word, or null where the channel said nothing. */
  readonly channel_code: string | null;
  readonly channel_message: string | null;
}

export const failure: z.ZodType<PaymentFailure> = z
  .object({
    code: z.string().meta({ description: "The kind of the failure." }),
    message: z.string().meta({ description: "The same for people." }),
    channel_code: z.string().nullable().meta({ description: "The channel's own code." }),
    channel_message: z.string().nullable().meta({ description: "The channel's own words." }),
  })
  .meta({ id: "Failure", description: "Why it has failed." });
