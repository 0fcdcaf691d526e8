// Which learning system this package was launched by. A standard adds a file beside this one and a line here.

import { kolibriSystem } from "./kolibri.js";
import { scorm12System } from "./scorm12.js";
import { scorm2004System } from "./scorm2004.js";

const SYSTEMS = { kolibri: kolibriSystem, scorm12: scorm12System, scorm2004: scorm2004System };

/** @param {string} format of this package: asked for first; a system may offer more than one */
export function findSystem(format) {
  const names = Object.keys(SYSTEMS).sort((a, b) => Number(b === format) - Number(a === format));
  for (const name of names) {
    const found = SYSTEMS[name]();
    if (found) return found;
  }
  return null;
}
