// Which store this page has. A later format adds a file beside this one and a line here, before the local store.

import { localAdapter } from "./local.js";
import { noneAdapter } from "./none.js";

/** @param {{course: string, context: string} | null} about null in a notebook, where nothing is kept */
export function findAdapter(about) {
  return (about && localAdapter(about)) ?? noneAdapter();
}
