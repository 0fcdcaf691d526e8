// Entry of the launch page's script in packages for cmi5.

import { cmi5System } from "./cmi5.js";
import { launch } from "../launch.js";

launch(cmi5System);
