// After a test: the result by objective, what to read again, the certificate. Nothing where the form says so.

import { certificateCode } from "./certificate.js";
import { make, makeButton } from "./dom.js";
import { language } from "./language.js";
import { saveToFile } from "./record-ui.js";
import { reaches } from "./passing.js";
import { pointsOf, sittingId } from "./sitting.js";
import { number, percent, verdictLine, when } from "./testparts.js";

/** `back` is a node to go back with; `again` hands in once more, null where it has been kept. */
export function showResult(panel, sitting, say, { form, items, session, isLate, back, again }) {
  const head = make("h2", { tabindex: "-1" }, say(again ? "not-handed-in" : form.feedback === "none" ? "handed-in-title" : "result-title"));
  panel.append(head, ...(again ? unkeptParts(session, say, again) : [...(isLate ? [make("p", {}, say("time-over"))] : []), make("p", { class: "fb-hint" }, say("handed-in", { time: when(sitting.submitted) }))]));
  if (form.feedback === "none") panel.append(make("p", {}, say("no-result")));
  else if (sitting.variant !== form.variant) panel.append(make("p", {}, say("other-version")), verdictLine(form, sitting, items.length, say));
  else {
    const passed = form.cut !== null && reaches(sitting.score, form.cut);
    panel.append(verdictLine(form, sitting, items.length, say));
    if (passed && form.certificate) panel.append(certificate(form, sitting, say));
    panel.append(...byModule(pointsOf(sitting, items), say), make("p", { class: "fb-hint" }, say("few-questions")));
  }
  panel.append(make("div", { class: "fb-actions" }, back));
  head.focus();
}

function unkeptParts(session, say, again) {
  return [make("p", { class: "fb-test-rule", role: "alert" }, say("record-unkept")), make("div", { class: "fb-actions" },
    makeButton(say("save-file"), () => saveToFile(session), "fb-button fb-main-button"), makeButton(say("keep-again"), again))];
}

function byModule(points, say) {
  const { objectives } = window.FIELDBOOK_TEST;
  return window.FIELDBOOK.modules.map((module) => {
    const rows = points.filter(({ objective }) => objectives[objective]?.module === module.id);
    const [got, of] = ["points", "of"].map((name) => rows.reduce((sum, row) => sum + row[name], 0));
    const weak = rows.filter((row) => row.points < row.of - 1e-9);
    return of ? make("section", { class: "fb-test-module" },
      make("h3", {}, module.title),
      make("p", { class: "fb-test-points" }, make("progress", { max: String(of), value: String(got), "aria-hidden": "true" }), say("n-points", { n: number(got), m: of })),
      weak.length ? make("ul", {}, ...weak.map((row) => weakRow(row, objectives[row.objective], module, say))) : "") : "";
  });
}

function weakRow({ points, of }, { text, lessons }, module, say) {
  const root = document.documentElement.dataset.content_root ?? "./";
  const found = module.lessons.filter(({ id }) => lessons.includes(id));
  const links = (found.length ? found : [{ page: module.page, title: module.title }])
    .map(({ page, title }) => make("a", { href: root + page }, title));
  return make("li", {}, `${text} ${say("n-of-m", { n: number(points), m: of })} `, make("br"), `${say("read-again")} `,
    ...links.flatMap((link, place) => (place ? [", ", link] : [link])));
}

function certificate(form, sitting, say) {
  const { record } = window.FIELDBOOK;
  const { course, edition, context } = window.FIELDBOOK_TEST;
  const name = make("input", { type: "text", maxlength: "100", autocomplete: "name" });
  const line = make("p", { class: "fb-certificate-name" });
  const code = make("p", { class: "fb-certificate-code" });
  const fill = () => {
    line.textContent = name.value.trim() || "\u00a0";
    const about = { course: record.course, context: record.context, edition, form: form.id, variant: form.variant, sitting: sittingId(sitting) };
    code.textContent = certificateCode({ ...about, submitted: sitting.submitted, score: sitting.score, name: name.value });
  };
  name.addEventListener("input", fill);
  fill();
  const sheet = make("div", { class: "fb-certificate" },
    make("p", { class: "fb-certificate-title" }, say("certificate")), line,
    make("p", {}, say("certificate-text", { course })),
    make("dl", { class: "simple" }, ...[
      ["certificate-test", document.querySelector("h1").textContent.trim()], ["certificate-score", percent(sitting.score)],
      ["certificate-date", new Date(sitting.submitted).toLocaleDateString(language(), { dateStyle: "long", timeZone: "UTC" })],
      ["certificate-edition", `${edition}, ${context}`],
    ].flatMap(([key, value]) => [make("dt", {}, say(key)), make("dd", {}, value)])),
    code, make("p", { class: "fb-hint" }, say("certificate-how")));
  return make("section", { class: "fb-record fb-certificate-part" }, make("h3", {}, say("certificate")),
    make("label", { class: "fb-record-name" }, make("span", {}, say("certificate-name")), name, make("span", { class: "fb-record-why" }, say("certificate-why"))),
    sheet, make("div", { class: "fb-actions" }, makeButton(say("certificate-print"), printCertificate)));
}

/** Only the certificate goes on paper. */
function printCertificate() {
  const page = document.documentElement;
  page.dataset.print = "certificate";
  addEventListener("afterprint", () => delete page.dataset.print, { once: true });
  print();
}
