// A sitting of a test as the record holds it. Pure. An empty response says that the question was seen and left open.

import { outcome } from "./scoring.js";

/** Sittings of this form, oldest first, as [id, sitting]. */
export function sittingsOf(record, form) {
  return Object.entries(record.attempts).filter(([, sitting]) => sitting.form === form)
    .sort(([, a], [, b]) => (a.started < b.started ? -1 : 1));
}

/**
 * @param {{id: string, variant: string}} form
 * @param {string} now
 * @param {number} extra minutes that the trainer has allowed besides
 * @returns {[string, any]}
 */
export function newSitting({ id, variant }, now, extra) {
  const sitting = { form: id, variant, started: now, submitted: null, score: null, answers: {}, flags: [], spent: 0, extra, at: now };
  return [sittingId(sitting), sitting];
}

export function sittingId({ form, started }) {
  return `${form.slice(0, 40).replace(/-$/, "")}-${started.replace(/\D/g, "")}`;
}

/** With the answer to one question as it stands. */
export function withAnswer(sitting, { id, variant }, response, seconds, at) {
  const answer = { variant, response, score: null, seconds: Math.min(Math.floor(seconds), 86400), at };
  return { ...sitting, answers: { ...sitting.answers, [id]: answer } };
}

/** The question that was on the screen last; the first one where none was. */
export function placeIn({ answers }, items) {
  const times = items.map(({ id }) => answers[id]?.at ?? "");
  return Math.max(0, times.indexOf(times.reduce((a, b) => (b > a ? b : a), "\0")));
}

/** Seconds that are left; null without a limit. */
export function secondsLeft({ minutes }, { extra = 0 }, spent) {
  return minutes === null ? null : Math.max(0, (minutes + extra) * 60 - spent);
}

/** Handed in and, where the page has the key, scored: what was left open counts nothing. */
export function handedIn(sitting, items, now, hasKey) {
  const submitted = now > sitting.started ? now : sitting.started;
  if (!hasKey) return { ...sitting, submitted };
  const scored = items.filter(({ id }) => id in sitting.answers).map((item) => {
    const answer = sitting.answers[item.id];
    return [item.id, { ...answer, score: outcome(item, answer.response).score }];
  });
  const score = scored.reduce((sum, [, answer]) => sum + answer.score, 0) / items.length;
  return { ...sitting, submitted, score, answers: Object.fromEntries(scored) };
}

/**
 * Whether the form's rules let somebody begin.
 * @param {any} form
 * @param {any[]} done sittings that were handed in
 * @returns {{left: number | null, from: string | null}} tries that are left; the time to wait for
 */
export function mayBegin({ tries, wait }, done, now) {
  const last = done.map(({ submitted }) => submitted).sort().slice(-1)[0];
  const from = wait && last ? new Date(Date.parse(last) + wait * 3600000).toISOString() : null;
  return { left: tries === null ? null : Math.max(0, tries - done.length), from: from > now ? from : null };
}

/** Points by objective, in the order in which the questions stand: [{objective, points, of}]. */
export function pointsOf({ answers }, items) {
  const found = new Map();
  for (const { id, objective } of items) {
    const row = found.get(objective) ?? { objective, points: 0, of: 0 };
    found.set(objective, { ...row, points: row.points + (answers[id]?.score ?? 0), of: row.of + 1 });
  }
  return [...found.values()];
}

export function isGiven(response) {
  return typeof response === "string" ? response.trim() !== "" : Object.keys(response).length > 0;
}
