// The code on a certificate. fieldbook/assessment/certificate.py is the twin, tests/vectors/certificates.json referees both.

import { hashOf } from "./bits.js";

const DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const DAY_MS = 86400000;
const FIRST_DAY = Date.UTC(2020, 0, 1);

/**
 * @param {{course: string, edition: string, context: string, form: string, variant: string, sitting: string,
 *   submitted: string, score: number, name: string}} about
 * @returns {string} 25 signs in groups of five
 */
export function certificateCode({ course, edition, context, form, variant, sitting, submitted, score, name }) {
  const day = Math.floor((Date.parse(submitted) - FIRST_DAY) / DAY_MS);
  const parts = [
    [Math.min(Math.max(day, 0), 65535), 16], [Math.floor(score * 1000 + 1e-6), 10], [parseInt(variant.slice(0, 6), 16), 24],
    [hashOf(sitting) >>> 12, 20], [hashOf(plainName(name)) >>> 9, 23],
  ];
  const said = [course, edition, context, form, ...parts.map(([value]) => value)].join("\n");
  const bits = [...parts, [hashOf(said), 32]].map(([value, width]) => value.toString(2).padStart(width, "0")).join("");
  return bits.replace(/.{5}/g, (five) => DIGITS[parseInt(five, 2)]).replace(/(.{5})(?=.)/g, "$1-");
}

/** A name as it is compared: without case and additional spaces. */
function plainName(name) {
  return name.normalize("NFKC").toLowerCase().split(/\s+/u).filter(Boolean).join(" ");
}
