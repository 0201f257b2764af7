import type { ExpiryLevel } from "@compose-pay/contracts";
import { CheckCircleOutlined, CloseCircleOutlined, WarningOutlined } from "@ant-design/icons";
import { Tag } from "antd";
import { useWords } from "../shell/words.ts";
import { accountWords } from "./account-words.ts";

/** How far the end of a certificate is, by sign and word beside the colour. */
export function ExpiryTag({ level }: { readonly level: ExpiryLevel }) {
  const { levels } = useWords(accountWords);
  switch (level) {
    case "well":
      return (
        <Tag color="green" icon={<CheckCircleOutlined />}>
          {levels.well}
        </Tag>
      );
    case "soon":
      return (
        <Tag color="orange" icon={<WarningOutlined />}>
          {levels.soon}
        </Tag>
      );
    case "expired":
      return (
        <Tag color="red" icon={<CloseCircleOutlined />}>
          {levels.expired}
        </Tag>
      );
  }
}
