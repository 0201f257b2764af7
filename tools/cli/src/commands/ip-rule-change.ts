import { addIpRule, removeIpRule } from "@compose-pay/application";
import { newId, parseCidr } from "@compose-pay/runtime";
import { z } from "zod";
import { defineCommand } from "../command.ts";
import { done, failed } from "../command-result.ts";
import { ipRuleDocument } from "../documents/ip-rule-document.ts";
import { unknownId } from "../outcomes.ts";
import { appParameter } from "../parameters.ts";
import { renderFields } from "../render/render-fields.ts";
import { withDatabase } from "../settings/with-database.ts";

const cidr = z.string().transform((text, context) => {
  const reading = parseCidr(text);
  if (reading.kind === "cidr") return reading.cidr;
  context.addIssue({ code: "custom", message: reading.reason });
  return z.NEVER;
});

const parameters = {
  appId: appParameter,
  cidr: { usage: "--cidr <range>", help: "an IPv4 or IPv6 address or CIDR range", schema: cidr },
};

export const ipRuleAdd = defineCommand({
  words: "ip-rule add",
  summary: "let an app be called from one more range; with the first one, from nowhere else",
  parameters,
  run: async (context, input) => {
    const added = await withDatabase(context, (database) =>
      addIpRule({ database, clock: context.clock, newId }, input),
    );
    switch (added.kind) {
      case "app_unknown":
        return unknownId("app", added.appId);
      case "exists":
        return failed("ip_rule_exists", `${added.appId} has the rule ${added.cidr} already`);
      case "added": {
        const document = ipRuleDocument(added.rule);
        return done(document, renderFields(document));
      }
    }
  },
});

export const ipRuleRemove = defineCommand({
  words: "ip-rule remove",
  summary: "take a range away; without its last one, an app is called from everywhere",
  parameters,
  run: async (context, input) => {
    const removed = await withDatabase(context, (database) => removeIpRule({ database }, input));
    if (removed.kind === "rule_unknown") {
      return failed("ip_rule_unknown", `${removed.appId} has no rule ${removed.cidr}`);
    }
    const document = { object: "ip_rule", app_id: removed.appId, cidr: removed.cidr, removed: true };
    return done(document, renderFields(document));
  },
});
