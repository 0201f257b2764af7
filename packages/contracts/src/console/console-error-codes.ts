import type { ErrorMeaning } from "../api/error-codes.ts";

/** What the console answers beside the codes that the merchants' API has, too. */
export const consoleErrorCodes = {
  not_signed_in: { status: 401, title: "Nobody is signed in" },
  sign_in_refused: { status: 401, title: "The e-mail, the password or the code is wrong" },
  code_required: { status: 401, title: "The second factor is missing" },
  request_forged: { status: 403, title: "The request does not come from the console's own page" },
  set_up_required: { status: 403, title: "The operator has to set up the account first" },
  not_permitted: { status: 403, title: "No role of the operator allows this" },
  step_up_required: { status: 403, title: "The second factor must be given again" },
  code_wrong: { status: 422, title: "The code of the second factor is wrong" },
  card_differs: { status: 422, title: "This is not the card that was asked for" },
  file_too_large: { status: 413, title: "The file is larger than it may be" },
  outcome_unknown: { status: 503, title: "It may have been done or not" },
  refund_repeated: { status: 409, title: "There is a refund of this amount of just now" },
  conflict: { status: 409, title: "The state of the object does not allow this" },
} as const satisfies Readonly<Record<string, ErrorMeaning>>;

export type ConsoleErrorCode = keyof typeof consoleErrorCodes;
