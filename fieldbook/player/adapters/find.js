// Which store this page has: the launch page of a package, else this browser, else none.

import { launchedAdapter, launchedStore } from "./launched.js";
import { localAdapter } from "./local.js";
import { noneAdapter } from "./none.js";

/** @param {{course: string, context: string} | null} about null in a notebook, where nothing is kept */
export function findAdapter(about) {
  if (!about) return noneAdapter();
  return launchedAdapter(about)
    ?? localAdapter({ ...about, context: launchedStore(about) ?? about.context })
    ?? noneAdapter();
}
