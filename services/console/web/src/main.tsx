import { createRoot } from "react-dom/client";
import { Root } from "./shell/root.tsx";

const place = document.getElementById("root");
if (place === null) throw new Error("the page has no place for the console");
createRoot(place).render(<Root />);
