// Walks through a branching scenario. Pure; twin of fieldbook/assessment/branching.py, and a test holds both to the same paths.

/**
 * The states on a path: where it begins, then one for each choice. A choice that the scenario does not have ends it:
 * the rest of a path that an earlier version of the scenario wrote is left aside.
 * @param {{state: {id: string, start: number}[], start: string, nodes: any[]}} rules
 * @param {string[]} path ids of choices
 * @returns {{node: any, gauges: Record<string, number>, turn: any | null}[]} turn is the choice taken there
 */
export function walkPath(rules, path) {
  const nodes = new Map(rules.nodes.map((node) => [node.id, node]));
  let gauges = Object.fromEntries(rules.state.map(({ id, start }) => [id, start]));
  const states = [{ node: nodes.get(rules.start), gauges, turn: null }];
  for (const choice of path) {
    const here = states.slice(-1)[0];
    const turn = here.node.choices?.find(({ id }) => id === choice);
    if (!turn) break;
    here.turn = turn;
    gauges = changed(gauges, turn.effects);
    const way = turn.to.find(({ when }) => when.every((condition) => holds(condition, gauges)));
    states.push({ node: nodes.get(way.to), gauges, turn: null });
  }
  return states;
}

function changed(gauges, effects) {
  return Object.fromEntries(
    Object.entries(gauges).map(([id, value]) => [id, Math.min(100, Math.max(0, value + (effects[id] ?? 0)))]),
  );
}

function holds({ gauge, below, from }, gauges) {
  return below === null ? gauges[gauge] >= from : gauges[gauge] < below;
}
