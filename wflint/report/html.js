"use strict";
// Shows the findings that match the text, the level and the rule; without scripts all of them show.
const form = document.querySelector(".filter");
const sections = [...document.querySelectorAll("section")].map((element) => {
  const articles = [...element.querySelectorAll("article")];
  // What stands above the findings of a handler is about each of them.
  const above = [...element.children].filter((child) => !articles.includes(child)).map((child) => child.textContent);
  return {
    element,
    findings: articles.map((article) => ({
      element: article,
      text: [...above, article.textContent].join(" ").toLowerCase(),
    })),
  };
});
const findings = sections.flatMap((section) => section.findings);

function apply() {
  const words = form.elements.text.value.toLowerCase().split(/\s+/).filter(Boolean);
  const level = form.elements.level.value;
  const rule = form.elements.rule.value;
  let shown = 0;
  for (const { element, text } of findings) {
    const matches =
      (!level || element.dataset.level === level) &&
      (!rule || element.dataset.rule === rule) &&
      words.every((word) => text.includes(word));
    element.hidden = !matches;
    shown += matches;
  }
  for (const { element, findings: own } of sections) {
    element.hidden = own.every((finding) => finding.element.hidden);
  }
  form.elements.shown.value = `${shown} of ${findings.length} findings`;
}

form.addEventListener("input", apply);
form.addEventListener("submit", (event) => event.preventDefault());
form.hidden = false;
apply();
