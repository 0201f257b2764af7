import { Tag } from "antd";
import { useWords } from "../shell/words.ts";
import { accessWords } from "./access-words.ts";

/** Whether real money moves. */
export function ModeTag({ live }: { readonly live: boolean }) {
  const words = useWords(accessWords);
  return live ? <Tag color="volcano">{words.live}</Tag> : <Tag>{words.test}</Tag>;
}
