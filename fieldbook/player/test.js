// The second script of a test's page: it stands beside the player and takes from it what both need.

import { RecordKeeper } from "./keeper.js";
import { showKeeping } from "./record-ui.js";
import { startTest } from "./testpage.js";
import { showResult } from "./testresult.js";
import { showStart } from "./teststart.js";

startTest({ makeKeeper: (session, form) => new RecordKeeper(session, form), showKeeping, showStart, showEnd: showResult });
