"use strict";
// Filters the tables of rules by engine, level and fix; without scripts all rules show.
const links = [...document.querySelectorAll("a[data-engines]")];

function choices(key) {
  return [...new Set(links.flatMap((link) => link.dataset[key].split(" ")))].sort();
}

function select(label, key) {
  const box = document.createElement("select");
  box.name = key;
  box.append(new Option("any", ""), ...choices(key).map((each) => new Option(each, each)));
  const around = document.createElement("label");
  around.append(`${label}: `, box);
  return around;
}

// The theme shows tables and rows whatever their attribute `hidden` says.
function show(element, isShown) {
  element.style.display = isShown ? "" : "none";
}

function apply(form) {
  const wanted = ["engines", "level", "fix"].map((key) => [key, form.elements[key].value]);
  const fitting = links.filter((link) =>
    wanted.every(([key, value]) => !value || link.dataset[key].split(" ").includes(value)),
  );
  for (const link of links) {
    show(link.closest("tr"), fitting.includes(link));
  }
  for (const table of document.querySelectorAll("article table")) {
    show(table, fitting.some((link) => table.contains(link)));
  }
  form.elements.shown.value = `${fitting.length} of ${links.length} rules`;
}

if (links.length) {
  const form = document.createElement("form");
  const shown = document.createElement("output");
  shown.name = "shown";
  form.append(select("Engine", "engines"), " ", select("Level", "level"), " ", select("Fix", "fix"), " ", shown);
  form.addEventListener("change", () => apply(form));
  form.addEventListener("submit", (event) => event.preventDefault());
  document.querySelector("h2").before(form);
  apply(form);
}
