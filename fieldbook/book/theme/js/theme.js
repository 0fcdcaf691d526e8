// Light, dark or as the device has it. Storage may throw (private windows, files): the choice then lasts for the page.
(() => {
  "use strict";
  const button = document.querySelector(".fb-theme");
  if (!button) return;
  const order = matchMedia("(prefers-color-scheme: dark)").matches ? ["auto", "light", "dark"] : ["auto", "dark", "light"];
  const show = (theme) => {
    document.body.dataset.theme = theme;
    button.querySelector("span").textContent = button.dataset[theme];
    button.title = button.dataset[theme];
  };
  const now = () => (order.includes(document.body.dataset.theme) ? document.body.dataset.theme : "auto");
  button.addEventListener("click", () => {
    const theme = order[(order.indexOf(now()) + 1) % order.length];
    show(theme);
    try {
      localStorage.setItem("theme", theme);
    } catch {
      // not kept
    }
  });
  show(now());
})();
