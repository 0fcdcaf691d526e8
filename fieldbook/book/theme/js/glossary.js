// Shows the definition of a glossary term on hover, focus and first touch. It can be pointed at, stays until the pointer
// or the focus leaves, and Escape puts it away (WCAG 2.2, 1.4.13). The definitions are one script, loaded at first use.
(() => {
  "use strict";
  const TERM = 'a[href*="#term-"]';
  const root = document.documentElement.dataset.content_root ?? "./";
  const tip = document.createElement("div");
  Object.assign(tip, { id: "fb-tip", className: "fb-tip", role: "tooltip", hidden: true });
  let owner = null;
  let waiting = 0;
  let touched = false;

  const definitions = () =>
    new Promise((resolve) => {
      if (window.FIELDBOOK_GLOSSARY) return resolve(window.FIELDBOOK_GLOSSARY);
      const script = document.createElement("script");
      script.src = `${root}_static/fieldbook-glossary.js`;
      script.onload = () => resolve(window.FIELDBOOK_GLOSSARY);
      script.onerror = () => resolve({});
      document.head.append(script);
    });

  const place = (link) => {
    const box = link.getClientRects()[0];
    const width = Math.min(320, document.documentElement.clientWidth - 16);
    tip.style.inlineSize = `${width}px`;
    const x = Math.max(8, Math.min(box.left, document.documentElement.clientWidth - width - 8));
    const below = box.bottom + tip.offsetHeight < innerHeight;
    tip.style.left = `${x + scrollX}px`;
    tip.style.top = `${(below ? box.bottom : box.top - tip.offsetHeight) + scrollY}px`;
  };

  const hide = () => {
    clearTimeout(waiting);
    owner?.removeAttribute("aria-describedby");
    owner = null;
    tip.hidden = true;
  };

  const show = async (link) => {
    clearTimeout(waiting);
    if (owner === link) return;
    hide();
    owner = link;
    const entry = (await definitions())[link.hash.slice("#term-".length)];
    if (!entry || owner !== link) return;
    const [name, text] = entry;
    const term = document.createElement("strong");
    term.textContent = name;
    tip.textContent = "";
    tip.append(term, ` ${text}`);
    document.body.append(tip);
    tip.hidden = false;
    place(link);
    link.setAttribute("aria-describedby", tip.id);
  };

  const later = () => {
    clearTimeout(waiting);
    waiting = setTimeout(hide, 200);
  };

  for (const link of document.querySelectorAll(`.fb-text ${TERM}`)) {
    link.addEventListener("pointerenter", (event) => event.pointerType !== "touch" && show(link));
    link.addEventListener("pointerleave", (event) => event.pointerType !== "touch" && later());
    link.addEventListener("pointerdown", (event) => {
      touched = event.pointerType === "touch" && Boolean(tip.hidden);
    });
    link.addEventListener("focus", () => show(link));
    link.addEventListener("blur", later);
    link.addEventListener("click", (event) => {
      if (!touched) return;
      event.preventDefault(); // the first touch explains, the second one goes to the glossary
      touched = false;
      show(link);
    });
  }
  tip.addEventListener("pointerenter", () => clearTimeout(waiting));
  tip.addEventListener("pointerleave", later);
  document.addEventListener("keydown", (event) => event.key === "Escape" && hide());
})();
