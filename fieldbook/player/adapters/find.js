// Which store this page has: the launch page of a package, else this browser's database, else its local storage, else none.

import { eachPageApart, shareStore } from "./database.js";
import { keptAdapter } from "./kept.js";
import { launchedAdapter, launchedStore } from "./launched.js";
import { localAdapter } from "./local.js";
import { noneAdapter } from "./none.js";
import { findPeople } from "./people.js";

/**
 * @param {any} about null in a notebook, where nothing is kept
 * @param {string} root the way to the book's root
 * @param {(people: any) => Promise<void>} ask waits until it is sure who is learning
 * @returns {Promise<{adapter: any, people: any}>} people where several may share this browser's database
 */
export async function findAdapter(about, root, ask) {
  const launched = about && launchedAdapter(about);
  if (!about || launched) return { adapter: launched || noneAdapter(), people: null };
  const beside = launchedStore(about);
  const isApart = eachPageApart() && !await shareStore(root);
  const people = beside ? null : await findPeople(about);
  if (people) await ask(people);
  const kept = people && await keptAdapter({ ...about, person: people.person }, isApart);
  if (kept) return { adapter: kept, people };
  return { adapter: localAdapter({ ...about, context: beside || about.context }) || noneAdapter(), people: null };
}
