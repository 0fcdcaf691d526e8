// How far a record has come in a course or in one of its modules. Pure; docs/tracking.md has the model.

/** Whether a question, decision or tension has been answered, a scenario ended, a product begun. */
export function isActivityDone({ answers, choices, positions, scenarios, products }, id) {
  return id in answers || id in choices || id in positions
    || Boolean(scenarios[id]?.endings.length) || Object.keys(products[id]?.fields ?? {}).length > 0;
}

/** With activities a lesson is done when all are answered, else when its end has been seen. */
export function isLessonFinished(record, { id, activities }) {
  return activities.length ? activities.every((activity) => isActivityDone(record, activity)) : id in record.read;
}
