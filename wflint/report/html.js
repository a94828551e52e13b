"use strict";
// Shows the findings that match the text, the level and the rule; without scripts all of them show.
const form = document.querySelector(".filter");
const findings = [...document.querySelectorAll("article")].map((element) => ({
  element,
  text: element.textContent.toLowerCase(),
}));

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
  form.elements.shown.value = `${shown} of ${findings.length}`;
}

form.addEventListener("input", apply);
form.addEventListener("submit", (event) => event.preventDefault());
form.hidden = false;
apply();
