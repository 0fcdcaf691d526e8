// A page of a package stands in the frame of a launch page, which holds the session with the learning system.

const MOST_PARENTS = 20;

/**
 * The launch page's store for this page; null where there is no launch page above.
 * @param {{course: string, context: string}} about
 */
export function launchedAdapter(about) {
  let found = null;
  for (let [here, steps] = [/** @type {any} */ (window), 0]; steps < MOST_PARENTS; steps += 1) {
    try {
      found = found ?? (here.fieldbookLaunch?.adapterFor(about) ?? null);
    } catch {
      // A page of another origin: what stands above it may still be ours.
    }
    if (here.parent === here) break;
    here = here.parent;
  }
  return found;
}

/**
 * The name of the store that a launch page uses in this browser: a page of the package that was opened in a tab of its
 * own writes there too.
 */
export function launchedStore({ course, context }) {
  try {
    return localStorage.getItem(`fieldbook:launch:${course}:${context}`);
  } catch {
    return null;
  }
}
