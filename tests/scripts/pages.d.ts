// What our pages add to the browser's own names, and what a type checker can't know: which element a selector finds or
// an event comes from. Its other findings count.
interface Window {
  FIELDBOOK: any;
  FIELDBOOK_EXCERPTS: any;
  FIELDBOOK_GLOSSARY: any;
  FIELDBOOK_TABLE: any;
  FIELDBOOK_TEST: any;
  fieldbookLaunch: any;
  hashi: any;
  sandbox: any;
}
interface ParentNode {
  querySelector(selector: string): any;
  querySelectorAll(selector: string): NodeListOf<any>;
}
interface Element {
  closest(selector: string): any;
}
interface EventTarget {
  closest(selector: string): any;
  form: any;
  matches: any;
  name: any;
  type: any;
  value: any;
}
interface Event {
  pointerType: string;
}
interface Document {
  getElementById(id: string): any;
}
// Sphinx's scripts, between which theme/js/search.js is joined.
declare const Documentation: any;
declare const stopwords: string[];
declare function _escapeRegExp(text: string): string;
