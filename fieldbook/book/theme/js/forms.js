// A sandbox that does not allow forms (Kolibri's) drops a submit before any script hears of it. So buttons and the Enter key
// are told to the form's scripts here; a form that nobody takes over and that only asks for a page opens that page.
(() => {
  "use strict";
  const tell = (form) => {
    const taken = !form.dispatchEvent(new Event("submit", { bubbles: true, cancelable: true }));
    if (taken || form.method !== "get" || !form.closest(".fb-search")) return;
    location.assign(`${form.action.split("?")[0]}?${new URLSearchParams(/** @type {any} */ (new FormData(form)))}`);
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.('button[type="submit"]');
    if (!button?.form || event.defaultPrevented) return;
    event.preventDefault();
    tell(button.form);
  });
  document.addEventListener("keydown", (event) => {
    const { key, isComposing, target, defaultPrevented } = event;
    if (key !== "Enter" || isComposing || defaultPrevented || !target.form || !target.matches("input")) return;
    event.preventDefault();
    tell(target.form);
  });
})();
