import { Menu } from "antd";
import { Link, useLocation } from "react-router";
import { useSession } from "../session/session-context.ts";
import { areaAt, menuOf } from "./area-menu.ts";
import { areas } from "./areas.ts";
import { shellWords } from "./shell-words.ts";
import { useLanguage, useWords } from "./words.ts";

/** The areas that the operator may open, as links. */
export function SideMenu({ onOpened }: { readonly onOpened?: () => void }) {
  const words = useWords(shellWords);
  const language = useLanguage();
  const { operator } = useSession();
  const { pathname } = useLocation();
  const current = areaAt(areas, pathname)?.path ?? "";
  const items = menuOf(areas, operator.permissions).map(({ group, areas: shown }) => ({
    type: "group" as const,
    key: group,
    label: words.groups[group],
    children: shown.map(({ path, title, Icon }) => ({
      key: path,
      icon: <Icon />,
      label: (
        <Link to={path} aria-current={path === current ? "page" : undefined}>
          {title[language]}
        </Link>
      ),
    })),
  }));
  return (
    <nav aria-label={words.menu}>
      <Menu
        mode="inline"
        items={items}
        selectedKeys={[current]}
        {...(onOpened === undefined ? {} : { onClick: onOpened })}
        style={{ borderInlineEnd: 0 }}
      />
    </nav>
  );
}
