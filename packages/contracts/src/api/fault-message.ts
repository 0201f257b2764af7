import type { z } from "zod";

/**
 * Says what must be true, so that path and message read as one sentence: "amount is required". For the
 * faults on which a schema itself has nothing to say.
 */
export function faultMessage(issue: z.core.$ZodRawIssue): string {
  if (issue.input === undefined) return "is required";
  switch (issue.code) {
    case "invalid_type":
      return `must be ${typeNames[issue.expected] ?? issue.expected}`;
    case "invalid_value":
      return `must be one of ${issue.values.map(String).join(", ")}`;
    case "unrecognized_keys":
      return "is not a known field";
    case "too_big":
      return `must be at most ${issue.maximum}`;
    case "too_small":
      return `must be at least ${issue.minimum}`;
    case "custom":
    case "invalid_element":
    case "invalid_format":
    case "invalid_key":
    case "invalid_union":
    case "not_multiple_of":
      return "is not valid";
  }
}

/** An own message for a value that is there; one that is missing is still "required". */
export function ruleMessage(rule: string): z.core.$ZodErrorMap {
  return (issue) => (issue.input === undefined ? undefined : rule);
}

/** `faultMessage` for a query string, where a value that is no string was given more than once. */
export function queryFaultMessage(issue: z.core.$ZodRawIssue): string {
  if (issue.code === "unrecognized_keys") return "is not a known parameter";
  if (Array.isArray(issue.input)) return "must be given only once";
  return faultMessage(issue);
}

const typeNames: Readonly<Record<string, string>> = {
  string: "a string",
  number: "a number",
  int: "an integer",
  boolean: "true or false",
  object: "an object",
  array: "an array",
};
