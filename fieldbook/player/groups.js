// What a learner may say of herself: fields that stand in the page (render/groups.py). Nobody has to.

/** Keeps what is chosen in the record. Before a test the fields are shown while a choice is open; not after a refusal. */
export function showGroups(session) {
  for (const place of document.querySelectorAll("[data-fb-groups]")) {
    place.hidden = false;
    if (place.dataset.fbGroups === "sealed") continue; // goes with the answers, not into this device's record
    const fill = () => {
      const { learner } = session.record;
      for (const field of fieldsOf(place)) field.value = learner[field.name] ?? "";
      const isSaid = [...place.querySelectorAll("select")].every(({ name }) => learner[name]);
      place.hidden = isSaid && !place.open && !place.closest("[data-fb-record]");
    };
    place.addEventListener("change", ({ target }) => session.callMe({ [target.name]: target.value }));
    session.addEventListener("change", ({ detail }) => detail.id === null && fill());
    fill();
  }
}

/** What stands in the fields, which are empty afterwards: somebody else may sit down. */
export function takeGroups(place) {
  const fields = fieldsOf(place);
  const said = Object.fromEntries(fields.map(({ name, value }) => [name, value.trim()]).filter(([, value]) => value));
  for (const field of fields) field.value = "";
  return said;
}

function fieldsOf(place) {
  return [...place.querySelectorAll("[data-fb-groups] [name]")];
}
