import type { ApiKeyView } from "@compose-pay/contracts";
import { Button, Modal, Space, Steps } from "antd";
import { useState } from "react";
import { useAct } from "../api/use-act.ts";
import { useWords } from "../shell/words.ts";
import { ActButton } from "../show/act-button.tsx";
import { SecretText } from "../show/shown-once.tsx";
import { accessWords } from "./access-words.ts";
import { RevokeKey } from "./revoke-key.tsx";

/** Leads through a rotation: a second key is made, put into use, and the first one revoked. */
export function RotateKey({ apiKey }: { readonly apiKey: ApiKeyView }) {
  const words = useWords(accessWords);
  const create = useAct("keys.create", ["keys.list"]);
  const [isOpen, setOpen] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  const [step, setStep] = useState(0);
  const close = () => {
    setOpen(false);
    setSecret(null);
    setStep(0);
  };
  return (
    <>
      <Button size="small" onClick={() => setOpen(true)}>
        {words.rotate}
      </Button>
      <Modal
        open={isOpen}
        title={words.rotateTitle(apiKey.hint)}
        onCancel={close}
        footer={null}
        keyboard={step !== 1}
        mask={{ closable: step !== 1 }}
        destroyOnHidden
      >
        <Space orientation="vertical" size="middle" style={{ width: "100%" }}>
          <Steps current={step} size="small" items={words.rotateSteps.map((title) => ({ title }))} />
          {step === 0 ? (
            <>
              <p>{words.rotateFirst}</p>
              <ActButton
                title={words.create}
                question={words.createWhat}
                mutation={create}
                input={{ app_id: apiKey.app_id, live: apiKey.live }}
                button={{ type: "primary" }}
                done={() => words.created}
                onDone={(created) => {
                  setSecret(created.secret);
                  setStep(1);
                }}
              />
            </>
          ) : null}
          {step === 1 && secret !== null ? (
            <>
              <SecretText secret={secret} />
              <p>{words.rotateSecond}</p>
              <Space wrap>
                <Button type="primary" onClick={() => setStep(2)}>
                  {words.next}
                </Button>
                <Button onClick={close}>{words.later}</Button>
              </Space>
            </>
          ) : null}
          {step === 2 ? (
            <>
              <p>{words.rotateThird}</p>
              <RevokeKey apiKey={apiKey} onRevoked={close} />
            </>
          ) : null}
        </Space>
      </Modal>
    </>
  );
}
