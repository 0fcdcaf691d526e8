// Sphinx's search in one file. Its marking of words on other pages stores every query and loads a script on every page.
const SPHINX_HIGHLIGHT_ENABLED = false;
