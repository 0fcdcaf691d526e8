// What our scripts may use: design, section 7. Syntax and built-ins of ES2020 at most; of browsers' own interfaces, what
// the floor has. A finding is mended in the script, not excused here.
import js from "@eslint/js";
import compat from "eslint-plugin-compat";
import esx from "eslint-plugin-es-x";
import globals from "globals";

const FLOOR = ["chrome 80", "firefox 78", "safari 13.1", "ios_saf 13.4"];

// Methods of objects of the browser, which compat does not see: with the first version that has them.
const ABOVE_THE_FLOOR = Object.entries({
  replaceChildren: "Chrome 86, Safari 14: refill() of player/dom.js",
  arrayBuffer: "Safari 14, of files",
  randomUUID: "Chrome 92",
  requestSubmit: "Safari 16",
  showModal: "Firefox 98, Safari 15.4",
  checkVisibility: "Chrome 105",
});

// Methods of iterators have the names of arrays' methods, and a linter does not know which of the two it sees.
const ambiguous = Object.keys(esx.rules).filter((rule) => rule.startsWith("no-iterator-prototype-"));

export default [
  js.configs.recommended,
  esx.configs["flat/restrict-to-es2020"],
  compat.configs["flat/recommended"],
  {
    languageOptions: { ecmaVersion: "latest", sourceType: "module", globals: globals.browser },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    settings: { browsers: FLOOR, "es-x": { aggressive: true } },
    rules: {
      ...Object.fromEntries(ambiguous.map((rule) => [`es-x/${rule}`, "off"])),
      // Events have a field `at`; calls of the method are found below.
      "es-x/no-array-prototype-at": "off",
      "es-x/no-string-prototype-at": "off",
      "no-restricted-syntax": ["error", { selector: "CallExpression[callee.property.name='at']", message: "Chrome 92, Safari 15.4: slice(-1)[0]" }],
      "prefer-const": "error",
      eqeqeq: "error",
      "no-restricted-properties": ["error", ...ABOVE_THE_FLOOR.map(([property, message]) => ({ property, message }))],
    },
  },
  {
    // Sphinx's scripts, between which this one is joined, bring these.
    files: ["fieldbook/book/theme/js/search.js"],
    languageOptions: { sourceType: "script", globals: { Documentation: "readonly", stopwords: "readonly", _escapeRegExp: "readonly" } },
    rules: { "no-unused-vars": ["error", { varsIgnorePattern: "^SPHINX_HIGHLIGHT_ENABLED$" }] },
  },
];
