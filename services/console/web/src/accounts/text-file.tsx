import { FileTextOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useRef } from "react";
import { useWords } from "../shell/words.ts";
import { accountWords } from "./account-words.ts";

/** Reads a key or a certificate from a file into the field above; the file itself goes nowhere. */
export function TextFile({
  title,
  onRead,
}: {
  /** Of the field. */
  readonly title: string;
  readonly onRead: (text: string) => void;
}) {
  const words = useWords(accountWords);
  const input = useRef<HTMLInputElement>(null);
  return (
    <div style={{ marginTop: -16, marginBottom: 24 }}>
      <input
        ref={input}
        type="file"
        accept=".pem,.crt,.cer,.key,.txt"
        style={{ display: "none" }}
        aria-label={`${words.readFile} ${title}`}
        onChange={(event) => {
          const file = event.target.files?.[0];
          event.target.value = "";
          if (file !== undefined) void file.text().then(onRead);
        }}
      />
      <Button
        size="small"
        icon={<FileTextOutlined />}
        aria-label={`${words.readFile} ${title}`}
        onClick={() => input.current?.click()}
      >
        {words.readFile}
      </Button>
    </div>
  );
}
