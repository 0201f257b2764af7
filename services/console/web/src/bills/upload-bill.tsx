import type { BillView } from "@compose-pay/contracts";
import { Alert, Button, Flex, Input, Progress, Radio, Typography } from "antd";
import { useId, useState } from "react";
import { useUpload } from "../api/use-upload.ts";
import { useWords } from "../shell/words.ts";
import { ProblemAlert } from "../show/problem-alert.tsx";
import { BillState } from "./bill-state.tsx";
import { BillTotals } from "./bill-totals.tsx";
import { billWords } from "./bill-words.ts";

/** Sends a bill that was downloaded by hand, shows how much of it has gone, and what came of it. */
export function UploadBill({ account }: { readonly account: string }) {
  const words = useWords(billWords);
  const [day, setDay] = useState("");
  const [type, setType] = useState<BillView["type"]>("trade");
  const [file, setFile] = useState<File | null>(null);
  const { mutation, part } = useUpload("bills.upload", ["bills.list", "bills.show"]);
  const fileId = useId();
  const send = () => {
    if (file === null) return;
    const input = { account_id: account, day, type, file_name: file.name.slice(0, 255) };
    mutation.mutate({ input, file });
  };
  return (
    <section aria-label={words.upload}>
      <Typography.Title level={3}>{words.upload}</Typography.Title>
      <p>{words.uploadHint}</p>
      <Flex gap="small" wrap align="center">
        <Input
          type="date"
          aria-label={words.day}
          value={day}
          onChange={({ target }) => setDay(target.value)}
          style={{ width: 170 }}
        />
        <Radio.Group
          aria-label={words.type}
          value={type}
          onChange={({ target }) => setType(target.value as BillView["type"])}
          options={[
            { value: "trade", label: words.trade },
            { value: "fund_flow", label: words.fund_flow },
          ]}
        />
        <label htmlFor={fileId}>{words.file}</label>
        <input
          id={fileId}
          type="file"
          accept=".csv,.zip,.txt"
          onChange={({ target }) => setFile(target.files?.[0] ?? null)}
        />
        <Button
          type="primary"
          onClick={send}
          disabled={file === null || day === ""}
          loading={mutation.isPending}
        >
          {words.send}
        </Button>
      </Flex>
      {mutation.isPending ? <Way part={part} /> : null}
      {mutation.isError ? <ProblemAlert error={mutation.error} /> : null}
      {mutation.data === undefined || mutation.isPending ? null : <Came bill={mutation.data} />}
    </section>
  );
}

function Way({ part }: { readonly part: number }) {
  const words = useWords(billWords);
  return (
    <div role="status" style={{ maxWidth: 480, marginBlock: 8 }}>
      {part < 1 ? words.sending : words.reading}
      <Progress percent={Math.floor(part * 100)} status="active" aria-label={words.sending} />
    </div>
  );
}

function Came({ bill }: { readonly bill: BillView }) {
  const words = useWords(billWords);
  const type = { loaded: "success", loading: "info", rejected: "error" } as const;
  return (
    <Alert
      type={type[bill.state]}
      showIcon
      role="alert"
      style={{ marginBlock: 8 }}
      title={
        <>
          {bill.day} {words[bill.type]} v{bill.version} <BillState state={bill.state} />
        </>
      }
      description={bill.state === "loading" ? words.goesOn : <BillTotals bill={bill} />}
    />
  );
}
