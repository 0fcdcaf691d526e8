// What a learner may say of herself: fields that stand in the page (render/groups.py). Nobody has to.

/** Keeps what is chosen in the record. Before a test the fields are shown while a choice is open; not after a refusal. */
export function showGroups(session) {
  for (const place of document.querySelectorAll("[data-fb-groups]")) {
    place.hidden = false;
    if (place.dataset.fbGroups) continue; // sealed: goes with the answers, not into this device's record
    const fields = [...place.querySelectorAll("[name]")];
    const fill = () => {
      const { learner } = session.record;
      for (const field of fields) if (field !== document.activeElement) field.value = learner[field.name] ?? "";
      place.hidden = !place.open && !place.closest(".fb-record") && fields.every(({ name, type }) => learner[name] || type === "text");
    };
    place.addEventListener("input", ({ target }) => session.callMe({ [target.name]: target.value }));
    session.addEventListener("change", fill);
    fill();
  }
}
