// The page's language, and how it writes numbers.

export function language() {
  const { lang } = document.documentElement;
  return lang === "en" ? "en-GB" : lang || undefined; // as fieldbook/core/i18n.py has it
}

/** The sign before decimals: a comma or a point. */
export function decimalSign() {
  return (1.5).toLocaleString(language()).includes(",") ? "," : ".";
}
