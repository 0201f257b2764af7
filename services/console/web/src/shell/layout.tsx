import { MenuOutlined } from "@ant-design/icons";
import { Button, Drawer, Layout as AntLayout } from "antd";
import { type MouseEvent, type ReactNode, useRef, useState } from "react";
import { sessionWords } from "../session/session-words.ts";
import { AccountMenu } from "./account-menu.tsx";
import { LanguageButton } from "./language-button.tsx";
import { shellWords } from "./shell-words.ts";
import { SideMenu } from "./side-menu.tsx";
import { useIsNarrow } from "./use-is-narrow.ts";
import { useWords } from "./words.ts";

/** The menu beside the content, or in a drawer on a phone, and the header above it. */
export function Layout({ children }: { readonly children: ReactNode }) {
  const words = useWords(shellWords);
  const { product } = useWords(sessionWords);
  const isNarrow = useIsNarrow();
  const content = useRef<HTMLElement>(null);
  const brand = <h1 className="shell-brand">{product}</h1>;
  const skip = (event: MouseEvent) => {
    event.preventDefault();
    content.current?.focus();
  };
  return (
    <AntLayout style={{ minHeight: "100vh" }}>
      <a className="skip-link" href="#content" onClick={skip}>
        {words.toContent}
      </a>
      {isNarrow ? null : (
        <AntLayout.Sider className="shell-side" theme="light" width={236}>
          {brand}
          <SideMenu />
        </AntLayout.Sider>
      )}
      <AntLayout style={{ minWidth: 0 }}>
        <AntLayout.Header className="shell-header">
          {isNarrow ? (
            <>
              <MenuDrawer />
              {brand}
            </>
          ) : null}
          <div className="shell-header-end">
            <LanguageButton />
            <AccountMenu />
          </div>
        </AntLayout.Header>
        <main className="shell-content" id="content" ref={content} tabIndex={-1}>
          {children}
        </main>
      </AntLayout>
    </AntLayout>
  );
}

function MenuDrawer() {
  const words = useWords(shellWords);
  const [isOpen, setOpen] = useState(false);
  const close = () => setOpen(false);
  return (
    <>
      <Button
        type="text"
        icon={<MenuOutlined />}
        aria-label={words.openMenu}
        aria-expanded={isOpen}
        onClick={() => setOpen(true)}
      />
      <Drawer
        open={isOpen}
        onClose={close}
        placement="left"
        size={264}
        title={words.menu}
        styles={{ body: { padding: 0 } }}
      >
        <SideMenu onOpened={close} />
      </Drawer>
    </>
  );
}
