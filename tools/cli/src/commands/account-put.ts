import { type ChannelAccountPut, putChannelAccount } from "@compose-pay/application";
import { newId, sharedSettings } from "@compose-pay/runtime";
import { z } from "zod";
import { defineCommand } from "../command.ts";
import { type CommandResult, done, failed } from "../command-result.ts";
import { accountDocument } from "../documents/account-document.ts";
import { unknownId } from "../outcomes.ts";
import { idOf, isOn } from "../parameters.ts";
import { readAccountFile } from "../read-account-file.ts";
import { renderFields } from "../render/render-fields.ts";
import { readCommandSettings } from "../settings/read-command-settings.ts";
import { withSealedDatabase } from "../settings/with-database.ts";

const settings = z.object({ CHANNEL_ALLOWED_HOSTS: sharedSettings.CHANNEL_ALLOWED_HOSTS });

export const accountPut = defineCommand({
  words: "account put",
  summary: "create the channel account of a file, or change the one of its name",
  parameters: {
    file: {
      usage: "<file>",
      help: "JSON: channel, name, live, base_url, credentials",
      schema: z.string().min(1),
    },
    id: {
      usage: "--id <id>",
      help: "change this account, whatever its name was",
      schema: idOf("a channel account", "acc").optional(),
    },
    disabled: { usage: "--disabled", help: "take no new payments on it", schema: isOn },
  },
  run: async (context, { file, id, disabled }) => {
    const read = await readAccountFile(file);
    if (read.kind === "failed") return read;
    const { CHANNEL_ALLOWED_HOSTS: allowedChannelHosts } = readCommandSettings(context, settings);
    const put = await withSealedDatabase(context, (deps) =>
      putChannelAccount(
        { ...deps, clock: context.clock, newId, allowedChannelHosts },
        { account: read.account, enabled: !disabled, id },
      ),
    );
    return answer(put);
  },
});

function answer(put: ChannelAccountPut): CommandResult {
  switch (put.kind) {
    case "account_unknown":
      return unknownId("channel account", put.accountId);
    case "name_taken":
      return failed("name_taken", `another channel account has the name ${put.name}`);
    case "identity_differs":
      return failed(
        "identity_differs",
        `${put.field} of channel account ${put.accountId} cannot be changed: put the file under another name`,
      );
    case "address_refused":
      return failed(
        "address_refused",
        put.faults.map(({ field, message }) => `${field} ${message}`).join("; "),
      );
    case "created":
    case "updated":
    case "unchanged": {
      const document = { ...accountDocument(put.account), result: put.kind };
      return done(document, renderFields(document));
    }
  }
}
