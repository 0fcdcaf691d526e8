// Saves the answers half a second after the last key. The server decides what is valid; this page only shows it.
(() => {
  "use strict";
  const form = document.querySelector("form");
  const status = document.querySelector(".status");
  const first = document.querySelector(".first");
  const again = document.querySelector(".again");
  const words = JSON.parse(form.dataset.words);
  const PAUSE = 600;
  let digest = form.dataset.digest;
  let timer = null;
  let saving = false;
  let unsaved = false;
  let stopped = false;
  let added = 0;
  let removed = {};

  const typed = (box) => {
    const values = {};
    for (const input of box.querySelectorAll("[data-field]")) {
      const name = input.dataset.field;
      if (input.type === "checkbox") {
        values[name] = values[name] ?? "";
        if (input.checked) values[name] += (values[name] ? "; " : "") + input.value;
      } else {
        const text = input.value;
        values[name] = input.dataset.kind === "list" ? text.split("\n").map((line) => line.trim()).filter(Boolean).join("; ") : text;
      }
    }
    return values;
  };

  const collected = () => {
    const values = {};
    const entries = {};
    for (const group of form.querySelectorAll("[data-group]")) {
      if (!("many" in group.dataset)) {
        values[group.dataset.group] = typed(group);
        continue;
      }
      entries[group.dataset.group] = [...group.querySelectorAll(".entries > .entry")].map((entry) => ({
        key: entry.dataset.key,
        id: entry.dataset.id || null,
        values: typed(entry),
      }));
    }
    return { digest, values, entries, removed };
  };

  const fieldAt = (path) => {
    const [group, key, name] = path.split("/");
    const section = [...form.querySelectorAll("[data-group]")].find((one) => one.dataset.group === group);
    const box = key ? [...section.querySelectorAll(".entries > .entry")].find((one) => one.dataset.key === key) : section;
    return box && box.querySelector(`.field[data-path="${name}"]`);
  };

  const mark = (faults) => {
    for (const field of form.querySelectorAll(".field")) {
      const told = field.querySelector(".fault");
      if (told.textContent) told.textContent = "";
      const input = field.querySelector("[data-field]");
      if (input.hasAttribute("aria-invalid")) input.removeAttribute("aria-invalid");
    }
    let elsewhere = "";
    for (const [path, text] of Object.entries(faults)) {
      const field = fieldAt(path);
      if (!field) {
        elsewhere = text;
        continue;
      }
      const told = field.querySelector(".fault");
      const empty = !Object.values(typed(field)).some((answer) => answer.trim());
      told.textContent = text;
      told.classList.toggle("is-calm", empty); // not answered yet is no fault
      if (!empty) field.querySelector("[data-field]").setAttribute("aria-invalid", "true");
    }
    first.hidden = !form.querySelector(".fault:not(:empty)");
    return elsewhere;
  };

  /** An actor that was just added can be chosen in a threat. */
  const offer = (names) => {
    const boxes = [form, ...[...form.querySelectorAll("template")].map((template) => template.content)];
    for (const select of boxes.flatMap((box) => [...box.querySelectorAll("select[data-refers]")])) {
      const known = new Set([...select.options].map((option) => option.value));
      for (const name of names[select.dataset.refers]) if (!known.has(name)) select.add(new Option(name, name));
    }
  };

  const show = (answer) => {
    digest = answer.digest;
    for (const entry of form.querySelectorAll(".entry")) {
      if (answer.ids[entry.dataset.key]) entry.dataset.id = answer.ids[entry.dataset.key];
    }
    for (const state of document.querySelectorAll("[data-state]")) {
      const open = answer.missing[state.dataset.state];
      state.textContent = open ? words.open.replace("{n}", open) : words.complete;
      state.classList.toggle("is-open", open > 0);
    }
    for (const field of form.querySelectorAll(".field")) {
      const open = field.querySelector(".mark");
      if (open) open.hidden = Object.values(typed(field)).some((text) => text.trim());
    }
    offer(answer.names);
    const elsewhere = mark(answer.faults);
    say(elsewhere || (Object.keys(answer.faults).length ? words.partly : words.saved));
  };

  const say = (text) => {
    if (status.textContent !== text) status.textContent = text;
  };

  /** What was taken out but could not be sent is sent with the next save. */
  const keep = (gone) => {
    for (const [group, ids] of Object.entries(gone)) removed[group] = [...ids, ...(removed[group] ?? [])];
  };

  const save = async () => {
    if (saving || stopped) return;
    saving = true;
    unsaved = false;
    say(words.saving);
    const body = JSON.stringify(collected());
    const gone = removed;
    removed = {};
    try {
      const sent = await fetch("save", { method: "POST", headers: { "Content-Type": "application/json" }, body });
      const answer = await sent.json();
      if (sent.ok) show(answer);
      else {
        stopped = Boolean(answer.conflict);
        unsaved = true;
        keep(gone);
        again.hidden = !stopped;
        say(answer.conflict || answer.failed);
      }
    } catch {
      unsaved = true;
      keep(gone);
      say(words.away);
    }
    saving = false;
    if (timer === "again") later();
  };

  const later = () => {
    unsaved = true;
    if (stopped) return;
    if (saving) {
      timer = "again";
      return;
    }
    if (typeof timer === "number") clearTimeout(timer);
    timer = setTimeout(() => { timer = null; save(); }, PAUSE);
    say(words.unsaved);
  };

  const add = (section) => {
    added += 1;
    const key = `new-${added}-${Math.random().toString(36).slice(2, 8)}`;
    const box = document.createElement("div");
    box.innerHTML = section.querySelector("template").innerHTML.split("__key__").join(key);
    const entry = box.querySelector(".entry");
    const select = entry.querySelectorAll("select");
    section.querySelector(".entries").append(entry);
    for (const one of select) one.value = "";
    entry.querySelector("[data-field]").focus();
  };

  form.addEventListener("input", (event) => {
    const entry = event.target.closest(".entry");
    if (entry && entry.querySelector("[data-field]") === event.target) entry.querySelector(".name").textContent = event.target.value;
    later();
  });
  form.addEventListener("submit", (event) => { event.preventDefault(); save(); });
  form.addEventListener("click", (event) => {
    const section = event.target.closest("[data-group]");
    if (event.target.matches(".add")) add(section);
    if (event.target.matches(".remove")) {
      const entry = event.target.closest(".entry");
      const { group } = section.dataset;
      if (entry.dataset.id) removed[group] = [...removed[group] ?? [], entry.dataset.id];
      entry.remove();
      section.querySelector(".add").focus();
      later();
    }
  });
  first.addEventListener("click", () => {
    const field = form.querySelector(".fault:not(:empty)").closest(".field");
    field.closest("details")?.setAttribute("open", "");
    field.querySelector("[data-field]").focus();
  });
  again.addEventListener("click", () => { unsaved = false; location.reload(); });
  addEventListener("beforeunload", (event) => { if (unsaved) event.preventDefault(); });
})();
