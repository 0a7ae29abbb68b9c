// The heading of the page in sight: it gets the focus when the person goes to another page, and names the browser's tab.
import { useEffect } from "../library/view.js";

const PATIENCE = 5000; // milliseconds in which a page that is loading may show its heading

/** Follow the heading within `main`: the title is `<heading> – <area> – Faktura`. `page` changes with the page. */
export function useHeading(main, page, areaTitle, isFirst) {
  useEffect(() => {
    const name = () => {
      const text = main.current?.querySelector("h1")?.textContent.trim();
      document.title = [...new Set([text, areaTitle, "Faktura"])].filter(Boolean).join(" – ");
    };
    name();
    const observer = new MutationObserver(name);
    observer.observe(main.current, { subtree: true, childList: true, characterData: true });
    return () => observer.disconnect();
  }, [areaTitle]);
  useEffect(() => (isFirst ? undefined : focused(main.current)), [page]);
}

/** Put the focus on the heading as soon as it is there, unless the page itself has put it somewhere. */
function focused(main) {
  const isPlaced = () => main.contains(document.activeElement) && document.activeElement !== main;
  const place = () => {
    const heading = main.querySelector("h1");
    if (!heading && !isPlaced()) return;
    end();
    if (isPlaced()) return;
    heading.tabIndex = -1;
    heading.focus();
  };
  const observer = new MutationObserver(place);
  const end = () => (observer.disconnect(), clearTimeout(timer));
  const timer = setTimeout(end, PATIENCE);
  observer.observe(main, { subtree: true, childList: true });
  if (!main.contains(document.activeElement)) place();
  return end;
}
