// Sphinx lists pages and would fetch them for an excerpt, which browsers refuse for files. The excerpts are in a script
// here; a result that is a whole page leads to the section where the words are.
(() => {
  "use strict";
  const AROUND = 110;
  const output = document.getElementById("search-results");
  if (!output) return;
  const query = new URLSearchParams(location.search).get("q") ?? "";
  const terms = splitQuery(query.toLowerCase()).filter((term) => !stopwords.includes(term));

  const page = (link) => decodeURIComponent(link.getAttribute("href").split("#")[0]).replace(/\.html$/, "");
  const score = ([, title, text]) => {
    const whole = `${title} ${text}`.toLowerCase();
    return terms.filter((term) => whole.includes(term)).length;
  };

  const excerpt = (text) => {
    const lower = text.toLowerCase();
    const places = terms.map((term) => lower.indexOf(term)).filter((place) => place >= 0);
    const start = Math.max(0, Math.min(...(places.length ? places : [0])) - AROUND);
    const cut = text.slice(start, start + 2 * AROUND);
    const paragraph = document.createElement("p");
    paragraph.className = "context";
    paragraph.append(start > 0 ? "… " : "", ...marked(cut), start + cut.length < text.length ? " …" : "");
    return paragraph;
  };

  const marked = (text) => {
    if (!terms.length) return [text];
    const pattern = new RegExp(`(${terms.map(_escapeRegExp).join("|")})`, "giu");
    return text.split(pattern).map((piece, number) => {
      if (number % 2 === 0) return piece;
      const mark = document.createElement("mark");
      mark.textContent = piece;
      return mark;
    });
  };

  const explain = (item) => {
    const link = item.querySelector("a");
    const sections = window.FIELDBOOK_EXCERPTS?.[page(link)];
    if (!sections) return;
    const anchor = link.hash.slice(1);
    const wanted = sections.filter(([id]) => id === anchor);
    const best = [...(wanted.length ? wanted : sections)].sort((a, b) => score(b) - score(a))[0];
    if (!anchor && best[0]) {
      link.hash = best[0];
      const where = document.createElement("span");
      where.className = "fb-where-in";
      where.textContent = ` ${output.dataset.in} ${best[1]}`;
      item.append(where);
    }
    item.append(excerpt(best[2]));
  };

  new MutationObserver((changes) => {
    for (const node of changes.flatMap((change) => [...change.addedNodes])) {
      if (node.nodeName === "LI") explain(node);
      else if (node.classList?.contains("search-summary")) node.setAttribute("role", "status");
    }
  }).observe(output, { childList: true, subtree: true });
})();
