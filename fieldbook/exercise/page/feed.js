// What one team may know, worked out from the log. The exercise server makes the same in Python (fieldbook/exercise/feed.py).

import { inbox } from "./play.js";

/**
 * @returns {{team, roles, start, cast, phase, messages, marked, answers}}
 */
export function teamFeed(app, id) {
  const { exercise, state } = app;
  const team = exercise.teams.find((one) => one.id === id);
  const got = inbox(state, id);
  return {
    team,
    roles: exercise.roles.filter((role) => role.team === id),
    start: exercise.start,
    cast: state.cast,
    phase: app.words(app.phaseAt(app.seconds).title),
    messages: got.map(message),
    marked: got,
    answers: state.answers.filter((one) => one.team === id),
  };
}

function message({ inject, t }) {
  const { id, from, channel, title, text, attachment } = inject;
  return { id, t, from, channel, title, text, attachment: attachment ?? null };
}
