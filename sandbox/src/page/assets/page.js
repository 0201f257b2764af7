/* Keeps the page up to date while someone looks at it. Without scripts it still works: reload by hand. */
const intervalMs = 2000;

async function refresh() {
  if (document.hidden || document.activeElement?.tagName === "BUTTON") return;
  const answer = await fetch(location.href, { headers: { accept: "text/html" } });
  if (!answer.ok) return;
  const next = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("main");
  if (next !== null) document.querySelector("main")?.replaceWith(next);
}

setInterval(() => {
  refresh().catch(() => {
    /* The sandbox is being restarted: the next round finds it. */
  });
}, intervalMs);
