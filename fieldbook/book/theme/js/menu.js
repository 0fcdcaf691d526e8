// On a narrow screen the contents are a sheet that the button at the lower edge opens and closes.
(() => {
  "use strict";
  const button = document.querySelector(".fb-open");
  const side = document.getElementById("fb-side");
  if (!button || !side) return;
  const rest = document.querySelector(".fb-main");
  const set = (open) => {
    button.setAttribute("aria-expanded", String(open));
    side.classList.toggle("fb-shown", open);
    rest.inert = open;
  };
  const isOpen = () => button.getAttribute("aria-expanded") === "true";
  button.addEventListener("click", () => {
    set(!isOpen());
    if (isOpen()) (side.querySelector("[aria-current]") ?? side.querySelector("a"))?.focus();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !isOpen()) return;
    set(false);
    button.focus();
  });
  side.addEventListener("click", (event) => {
    if (event.target.closest("a")) set(false);
  });
  document.addEventListener("click", (event) => {
    if (isOpen() && !side.contains(event.target) && !button.contains(event.target)) set(false);
  });
  matchMedia("(min-width: 60em)").addEventListener("change", () => set(false));
})();
