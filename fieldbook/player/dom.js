// Small helpers to make elements. Text only ever goes in as text, never as HTML.

/**
 * A new element.
 * @template {string} T
 * @param {T} tag
 * @param {Record<string, string | boolean | null>} attributes true gives an empty attribute, false and null none
 * @param {...(Node | string)} children
 * @returns {T extends keyof HTMLElementTagNameMap ? HTMLElementTagNameMap[T] : HTMLElement}
 */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false && value !== null) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children);
  return /** @type {any} */ (element);
}

/** Puts the children in place of those that an element has; older browsers have no replaceChildren. */
export function refill(element, ...children) {
  while (element.firstChild) element.firstChild.remove();
  element.append(...children);
}

/** What is in a file, as text; Safari 13 has no text() of files. */
export function textOf(file) {
  return new Response(file).text();
}

/** A button. The second click of a double click is not taken as an answer to what the first one has shown. */
export function makeButton(text, onPress, className = "fb-button") {
  const button = make("button", { type: "button", class: className }, text);
  button.addEventListener("click", (event) => {
    if (event.detail < 2) onPress(button);
  });
  return button;
}

/** A button that asks for a JSON file; the native control stays out of sight. */
export function makeFilePicker(text, onFile) {
  const input = make("input", { type: "file", accept: ".json,application/json", hidden: true, "aria-label": text });
  input.addEventListener("change", async () => {
    const [file] = input.files;
    if (file) await onFile(file);
    input.value = "";
  });
  return [makeButton(text, () => input.click()), input];
}

const CIRCLE = "M12 3a9 9 0 1 0 0 18a9 9 0 0 0 0-18z";
const SHAPES = {
  right: ["M4 12.5l5 5L20 6.5"],
  partly: [CIRCLE, "M12 3a9 9 0 1 0 0 18z"],
  open: [CIRCLE, "M12 8v5M12 16.4v.2"],
  flag: ["M6 21V4h12l-3 4 3 4H6"],
  up: ["M12 19V5M6 11l6-6 6 6"],
  down: ["M12 5v14M6 13l6 6 6-6"],
};

/** A sign that goes with a word; hidden from screen readers, which have the word. */
export function makeIcon(name) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  for (const [key, value] of [["viewBox", "0 0 24 24"], ["aria-hidden", "true"], ["class", `fb-sign fb-sign-${name}`]]) {
    svg.setAttribute(key, value);
  }
  for (const shape of SHAPES[name]) {
    const path = svg.appendChild(document.createElementNS(space, "path"));
    path.setAttribute("d", shape);
  }
  return svg;
}

/**
 * Looks up the player's words.
 * @param {Record<string, string>} strings
 * @returns {(key: string, values?: Record<string, string | number>) => string}
 */
export function speaker(strings) {
  return (key, values = {}) => (strings[key] ?? key).replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));
}
