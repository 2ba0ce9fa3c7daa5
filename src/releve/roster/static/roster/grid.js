/* The table of the month by keyboard: one stop for Tab, arrows inside, Escape closes an answer.
   Without this script every cell is an ordinary link, and all of it can be read. */

"use strict";

(() => {
  const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

  const rowsOf = (table) =>
    [...table.tBodies].flatMap((body) => [...body.rows]).filter((row) => row.querySelector("a"));

  const linkAt = (row, column) => row.cells[column]?.querySelector("a") ?? null;

  /* The next link in a direction, over cells that have none. */
  const neighbour = (link, [down, right]) => {
    const rows = rowsOf(link.closest("table"));
    const cell = link.closest("th, td");
    let row = rows.indexOf(cell.parentElement) + down;
    let column = cell.cellIndex + right;
    while (rows[row] && column >= 0 && column < rows[row].cells.length) {
      const found = linkAt(rows[row], column);
      if (found) return found;
      row += down;
      column += right;
    }
    return null;
  };

  const edge = (link, last, whole) => {
    const rows = rowsOf(link.closest("table"));
    const row = whole ? rows[last ? rows.length - 1 : 0] : link.closest("tr");
    const links = [...row.querySelectorAll("a")];
    return links[last ? links.length - 1 : 0];
  };

  const onlyStop = (link) => {
    for (const other of link.closest("table").querySelectorAll("a[tabindex='0']")) {
      other.tabIndex = -1;
    }
    link.tabIndex = 0;
  };

  const move = (event) => {
    const link = event.target.closest("a");
    if (!link || event.altKey || event.metaKey) return;
    let next = null;
    if (event.key in STEPS && !event.ctrlKey) next = neighbour(link, STEPS[event.key]);
    else if (event.key === "Home") next = edge(link, false, event.ctrlKey);
    else if (event.key === "End") next = edge(link, true, event.ctrlKey);
    else return;
    event.preventDefault();
    if (!next) return;
    onlyStop(next);
    next.focus();
  };

  const asked = { by: null };

  const prepare = () => {
    const table = document.getElementById("grid");
    if (!table) return;
    const links = [...table.querySelectorAll("a")];
    for (const link of links) link.tabIndex = -1;
    const first = table.querySelector("td a") ?? links[0];
    if (first) first.tabIndex = 0;
    /* A page that opens with a cell's answer gives the focus back to that cell. */
    const open = document.querySelector("#why.open[data-cell]");
    const here = open && links.find((link) => link.getAttribute("href") === open.dataset.cell);
    if (here) {
      onlyStop(here);
      asked.by = here;
    }
    table.addEventListener("keydown", move);
    table.addEventListener("focusin", (event) => {
      const link = event.target.closest("a");
      if (link) onlyStop(link);
    });
  };

  /* An answer takes the focus, and gives it back to the cell that asked. */
  const answered = (event) => {
    const panel = document.getElementById("why");
    if (!panel || event.detail?.target?.id !== "why") return;
    panel.querySelector("h2")?.focus();
  };

  const close = (event) => {
    const panel = document.getElementById("why");
    const byLink = event.type === "click" && event.target.closest("#why .close");
    if (!panel?.classList.contains("open") || !(byLink || event.key === "Escape")) return;
    event.preventDefault();
    const back = panel.querySelector(".close")?.href ?? window.location.pathname;
    panel.classList.remove("open");
    panel.replaceChildren();
    window.history.replaceState(null, "", back);
    asked.by?.focus();
  };

  const shut = (event) => {
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      const outside = event.type === "click" && !menu.contains(event.target);
      if (!outside && event.key !== "Escape") continue;
      menu.open = false;
      if (event.key === "Escape") menu.querySelector("summary").focus();
    }
  };

  document.addEventListener("DOMContentLoaded", prepare);
  document.addEventListener("htmx:beforeRequest", (event) => {
    const link = event.detail.elt;
    if (event.detail.target?.id === "why" && link.closest("#grid")) asked.by = link;
  });
  document.addEventListener("htmx:afterSettle", answered);
  document.addEventListener("keydown", close);
  document.addEventListener("click", close);
  document.addEventListener("keydown", shut);
  document.addEventListener("click", shut);
})();
