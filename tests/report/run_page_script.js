// Runs the page's script on a stand-in for the page: two handlers with a finding each, and one filter after the other.
const fs = require("node:fs");
const article = (level, rule, textContent) => ({ dataset: { level, rule }, textContent, hidden: false });
const articles = [article("error", "clock", "Time FLIES here"), article("warning", "random", "dice fall here")];
const sections = articles.map((each, number) => ({
  children: [{ textContent: `Handler number${number}` }, each],
  querySelectorAll: () => [each],
  hidden: false,
}));
const elements = { text: { value: "" }, level: { value: "" }, rule: { value: "" }, shown: { value: "" } };
const listeners = {};
const form = { elements, hidden: true, addEventListener: (event, listener) => (listeners[event] = listener) };
globalThis.document = { querySelector: () => form, querySelectorAll: () => sections };
(0, eval)(fs.readFileSync(process.argv[2], "utf-8"));

const visible = (shown) => shown.map((each) => !each.hidden).join(" ");
const shown = (text, level, rule) => {
  Object.assign(elements.text, { value: text });
  Object.assign(elements.level, { value: level });
  Object.assign(elements.rule, { value: rule });
  listeners.input();
  return `${visible(articles)} [${visible(sections)}]`;
};
const rows = [shown("", "", ""), shown("", "warning", ""), shown("flies TIME", "", ""), shown("flies", "", "random")];
rows.push(shown(" here ", "", ""), shown("number0 flies", "", ""), elements.shown.value);
if (form.hidden) throw new Error("the filter stays hidden");
console.log(rows.join(" | "));
