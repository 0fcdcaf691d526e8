// The second script of a sealed test's page, in the place of test.js.

import { showSealedEnd, showSealedKeeping, showSealedStart } from "./sealedscreens.js";
import { SealedKeeper } from "./sealing.js";
import { startTest } from "./testpage.js";

startTest({ makeKeeper: (session, form) => new SealedKeeper(form, window.FIELDBOOK.record), showKeeping: showSealedKeeping, showStart: showSealedStart, showEnd: showSealedEnd });
