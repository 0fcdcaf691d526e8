// Entry of the launch page's script in packages for SCORM and Kolibri.

import { findSystem } from "./system.js";
import { launch } from "../launch.js";

launch(findSystem);
