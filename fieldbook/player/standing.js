// How far a record has come in a course or in one of its modules. Pure; docs/tracking.md has the model.

/** Whether a question, decision or tension has been answered, a scenario ended, a product begun. */
export function isActivityDone({ answers, choices, positions, scenarios, products }, id) {
  return id in answers || id in choices || id in positions
    || Boolean(scenarios[id]?.endings.length) || Object.keys(products[id]?.fields ?? {}).length > 0;
}

/** Which step of a lesson an anchor is, from 1; 0 for the lesson's beginning and for what it has not. */
export function stepNumber(step, { steps = 0 }) {
  const number = Number(/^step-([1-9][0-9]?)$/.exec(step)?.[1] ?? 0);
  return number <= steps ? number : 0;
}

/**
 * Where a place of the record is in the book; null where no lesson of the modules has it, whatever a record says.
 * @returns {string | null} a page, with the anchor of a step where it has one
 */
export function addressOf(place, modules) {
  const lesson = modules.flatMap(({ lessons }) => lessons).find(({ id }) => id === place?.lesson);
  if (!lesson) return null;
  return stepNumber(place.step, lesson) ? `${lesson.page}#${place.step}` : lesson.page;
}

/** With activities a lesson is done when all are answered, else when its end has been seen. */
export function isLessonFinished(record, { id, activities }) {
  return activities.length ? activities.every((activity) => isActivityDone(record, activity)) : id in record.read;
}
