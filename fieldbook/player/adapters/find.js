// Which store this page has: the launch page of a package, else this browser's database, else its local storage, else none.

import { keptAdapter } from "./kept.js";
import { launchedAdapter, launchedStore } from "./launched.js";
import { localAdapter } from "./local.js";
import { noneAdapter } from "./none.js";

/** @param {{course: string, context: string} | null} about null in a notebook, where nothing is kept */
export async function findAdapter(about) {
  if (!about) return noneAdapter();
  const launched = launchedAdapter(about);
  if (launched) return launched;
  const beside = launchedStore(about);
  return (beside ? null : await keptAdapter(about)) || localAdapter({ ...about, context: beside || about.context }) || noneAdapter();
}
