"use strict";
// Gives each cell of a table the title of its column, which pages.css shows where a phone stacks the cells of a row.
for (const table of document.querySelectorAll("article table:not([class])")) {
  const titles = [...table.querySelectorAll("thead th")].map((each) => each.textContent);
  for (const row of table.querySelectorAll("tbody tr")) {
    [...row.cells].forEach((cell, index) => (cell.dataset.title = titles[index] || ""));
  }
}
