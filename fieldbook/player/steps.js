// Where in a lesson the reader is: its steps begin at marks in the page, and the bar and the side bar follow.

/**
 * Tells at which step the reader is, now and after scrolling.
 * @param {(step: string) => void} then with the id of a mark; empty before the first
 */
export function watchSteps(say, then) {
  const marks = [...document.querySelectorAll("[data-fb-step]")];
  let waiting = false;
  const look = () => {
    waiting = false;
    // The last step that has begun above the line one third down the window.
    const begun = marks.filter((mark) => mark.getBoundingClientRect().top <= innerHeight / 3).length;
    showStep(marks, begun, say);
    then(begun ? marks[begun - 1].id : "");
  };
  const lookSoon = () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(look);
  };
  addEventListener("scroll", lookSoon, { passive: true });
  addEventListener("resize", lookSoon);
  lookSoon();
}

function showStep(marks, begun, say) {
  if (!marks.length) return;
  const now = marks[Math.max(begun, 1) - 1];
  const place = document.querySelector("[data-fb-here]");
  const text = say("step", { n: Math.max(begun, 1), m: marks.length, title: now.dataset.fbStep });
  if (place && place.textContent !== text) place.textContent = text;
  for (const link of document.querySelectorAll(".fb-step-list a")) {
    if (link.hash === `#${now.id}`) link.setAttribute("aria-current", "step");
    else link.removeAttribute("aria-current");
  }
  const on = document.querySelector("[data-fb-on]");
  if (!on) return;
  if (!on.dataset.fbPage) on.dataset.fbPage = on.getAttribute("href");
  const next = marks[begun];
  on.setAttribute("href", next ? `#${next.id}` : on.dataset.fbPage);
}
