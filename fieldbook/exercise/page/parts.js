// Small parts that all views of an exercise share.

import { make, makeButton } from "../../player/dom.js";

/** An element with HTML that the build made, and the names of this run in it. Nothing else ever comes here. */
export function rich(html, cast, tag = "span", attributes = {}) {
  const element = make(tag, attributes);
  element.innerHTML = html;
  for (const name of element.querySelectorAll("[data-cast]")) {
    const text = cast[name.dataset.cast] ?? name.textContent;
    name.textContent = name.hasAttribute("data-cap") ? text.charAt(0).toUpperCase() + text.slice(1) : text;
  }
  return element;
}

/** The same as text. */
export function words(html, cast) {
  return rich(html, cast).textContent;
}

/** A heading and what belongs to it. */
export function panel(title, className, ...children) {
  const heading = make("h2", { class: "fx-h" }, title);
  return make("section", { class: `fx-panel ${className}`, "aria-label": title }, heading, ...children);
}

/**
 * A select with its label. `options` are [value, text].
 * @param {(value: string) => void} onChange
 */
export function picker(label, options, onChange = () => {}, value = "") {
  const select = make("select", {}, ...options.map(([key, text]) => make("option", { value: key, selected: key === value }, text)));
  select.addEventListener("change", () => onChange(select.value));
  return [make("label", { class: "fx-field" }, make("span", {}, label), select), select];
}

/** A line or a box to write in, with its label. */
export function writer(label, rows = 1, attributes = {}) {
  const input = rows > 1 ? make("textarea", { rows: String(rows), ...attributes }) : make("input", { type: "text", ...attributes });
  return [make("label", { class: "fx-field fx-wide" }, make("span", {}, label), input), input];
}

/** A button that says whether it is pressed. */
export function toggle(text, pressed, onPress, key) {
  const button = makeButton(text, onPress, "fx-chip");
  button.setAttribute("aria-pressed", String(pressed));
  if (key) button.dataset.key = key;
  return button;
}

/** A button that does something final at the second press. */
export function twice(text, sure, onPress, className = "fx-button") {
  let armed = false;
  const button = makeButton(text, () => {
    if (armed) return onPress();
    armed = true;
    button.textContent = sure;
    button.classList.add("fx-armed");
    return undefined;
  }, className);
  return button;
}

/** Runs `draw` and gives the focus back to the part with the same data-key. */
export function keepingFocus(draw) {
  const key = /** @type {any} */ (document.activeElement)?.dataset?.key;
  draw();
  if (key) document.querySelector(`[data-key="${CSS.escape(key)}"]`)?.focus({ preventScroll: true });
}

/** Offers text as a file. */
export function download(name, text, type) {
  const link = make("a", { href: URL.createObjectURL(new Blob([text], { type })), download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}
