(() => {
  const events = new EventSource("/__events");
  events.onmessage = (event) => {
    const { fault } = JSON.parse(event.data);
    if (!fault) return location.reload();
    const note = document.getElementById("fb-fault") ?? document.body.appendChild(document.createElement("pre"));
    note.id = "fb-fault";
    note.style.cssText = "position:fixed;inset:auto 0 0 0;margin:0;padding:1rem;background:#fff;color:#7a1c00;border-top:3px solid;max-height:50vh;overflow:auto;white-space:pre-wrap;z-index:99";
    note.textContent = fault;
  };
})();
