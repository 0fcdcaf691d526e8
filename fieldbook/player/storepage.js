// The script of _static/store.html, which stands in a hidden frame of every page where a browser gives each file on disk a
// store of its own: all pages use the store of this one file.

import { openChannel, ROWS } from "./adapters/rows.js";

const KEY = /^(record|sealed|probe|learning):/; // and nothing else, whoever asks
const answer = (message) => parent.postMessage(message, "*"); // a file has no origin that could be named
const send = openChannel((message) => answer({ message }));

addEventListener("message", async ({ source, origin, data }) => {
  if (source !== parent || origin !== "null" || !data) return;
  if (data.message) send(data.message);
  else {
    const { id, name, values } = data;
    try {
      const keys = name === "write" ? values[0].map(([key]) => key) : [values[0]];
      if (!Object.keys(ROWS).includes(name) || !keys.every((key) => KEY.test(key))) throw new Error("not asked here");
      answer({ id, result: await ROWS[name](...values) });
    } catch (error) {
      answer({ id, fault: String(error) });
    }
  }
});
if (location.protocol === "file:") answer({ isReady: true });
