import { idOf } from "./parameters.ts";

export const refundParameter = {
  usage: "<id>",
  help: "the refund's id",
  schema: idOf("a refund", "rfd"),
};
