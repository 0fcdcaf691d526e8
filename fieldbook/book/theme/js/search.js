// Put before Sphinx's own search script. Sphinx lists pages and would fetch them for an excerpt, which browsers refuse for
// files: the excerpts are in a script here, and a result that is a whole page leads to the section where the words are.

// Marking the words on the pages found would store every query and load a script on every page.
const SPHINX_HIGHLIGHT_ENABLED = false;

(() => {
  "use strict";
  const AROUND = 110;
  const output = document.getElementById("search-results");
  if (!output) return;
  const terms = (new URLSearchParams(location.search).get("q") ?? "")
    .toLowerCase()
    .split(/[^\p{Letter}\p{Number}]+/u)
    .filter((term) => term && !stopwords.includes(term));

  const { TRANSLATIONS } = Documentation;
  TRANSLATIONS["Searching"] = output.dataset.title;
  TRANSLATIONS["Search Results"] = output.dataset.title;
  TRANSLATIONS["Search finished, found ${resultCount} page(s) matching the search query."] = output.dataset.found;
  TRANSLATIONS[
    "Your search did not match any documents. Please make sure that all words are spelled correctly and that you've selected enough categories."
  ] = output.dataset.none;

  const page = (link) => decodeURIComponent(link.getAttribute("href").split("#")[0]).replace(/\.html$/, "");
  const score = ([, title, text]) => {
    const whole = `${title} ${text}`.toLowerCase();
    return terms.filter((term) => whole.includes(term)).length;
  };

  const excerpt = (text) => {
    const lower = text.toLowerCase();
    const places = terms.map((term) => lower.indexOf(term)).filter((place) => place >= 0);
    const near = Math.min(...(places.length ? places : [0])) - AROUND;
    const start = near > 0 ? text.indexOf(" ", near) + 1 : 0;
    const end = start + 2 * AROUND < text.length ? text.lastIndexOf(" ", start + 2 * AROUND) : text.length;
    const cut = text.slice(start, end);
    const paragraph = document.createElement("p");
    paragraph.className = "context";
    paragraph.append(start > 0 ? "… " : "", ...marked(cut), end < text.length ? " …" : "");
    return paragraph;
  };

  const marked = (text) => {
    if (!terms.length) return [text];
    const pattern = new RegExp(`(${terms.map((term) => _escapeRegExp(term)).join("|")})`, "giu");
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
    const wanted = anchor ? sections.filter(([id]) => id === anchor) : [];
    const [best] = [...(wanted.length ? wanted : sections)].sort((a, b) => score(b) - score(a));
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
    for (const node of /** @type {any[]} */ (changes.flatMap((change) => [...change.addedNodes]))) {
      if (node.nodeName === "LI") explain(node);
      else if (node.classList?.contains("search-summary")) node.setAttribute("role", "status");
    }
  }).observe(output, { childList: true, subtree: true });
})();
