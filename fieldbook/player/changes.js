// What differs between two records of one learner. Pure.

import { bare, eachMap, MAPS } from "./record.js";

/** A record with what `after` has and `before` has not, or has otherwise. */
export function newSince(before, after) {
  const isNew = (a, b) => a !== b && JSON.stringify(a) !== JSON.stringify(b);
  const newOf = (one, two) => Object.entries(two).filter(([id, entry]) => isNew(entry, one[id]));
  return {
    ...after,
    learner: Object.fromEntries(newOf(before.learner, after.learner)),
    ...eachMap((name) => bare(newOf(before[name], after[name]))),
    place: isNew(after.place, before.place) ? after.place : null,
  };
}

/** How many entries of `after` differ from `before`. */
export function changes(before, after) {
  const found = newSince(before, after);
  return MAPS.reduce((sum, name) => sum + Object.keys(found[name]).length, 0);
}

/** The same record, with maps of its own. */
export function copyOf(record) {
  return { ...record, learner: { ...record.learner }, ...eachMap((name) => bare(Object.entries(record[name]))) };
}
