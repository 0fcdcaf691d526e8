// A table's region is a stop for the keyboard only where there is something to scroll.
(() => {
  "use strict";
  const regions = [...document.querySelectorAll(".table-wrapper[tabindex], .fb-scroll[tabindex]")];
  const update = () => {
    for (const region of regions) region.tabIndex = region.scrollWidth > region.clientWidth ? 0 : -1;
  };
  addEventListener("resize", update);
  for (const details of document.querySelectorAll("details")) details.addEventListener("toggle", update);
  update();
})();
