// Runs the page's script on a stand-in for the page: two findings, and one filter after the other.
const fs = require("node:fs");
const article = (level, rule, textContent) => ({ dataset: { level, rule }, textContent, hidden: false });
const articles = [article("error", "clock", "Time FLIES here"), article("warning", "random", "dice fall here")];
const elements = { text: { value: "" }, level: { value: "" }, rule: { value: "" }, shown: { value: "" } };
const listeners = {};
const form = { elements, hidden: true, addEventListener: (event, listener) => (listeners[event] = listener) };
globalThis.document = { querySelector: () => form, querySelectorAll: () => articles };
(0, eval)(fs.readFileSync(process.argv[2], "utf-8"));

const shown = (text, level, rule) => {
  Object.assign(elements.text, { value: text });
  Object.assign(elements.level, { value: level });
  Object.assign(elements.rule, { value: rule });
  listeners.input();
  return articles.map((each) => !each.hidden).join(" ");
};
const rows = [shown("", "", ""), shown("", "warning", ""), shown("flies TIME", "", ""), shown("flies", "", "random")];
rows.push(shown(" here ", "", ""), elements.shown.value);
if (form.hidden) throw new Error("the filter stays hidden");
console.log(rows.join(" | "));
