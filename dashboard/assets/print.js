// Whole tables are for paper: they are written out when the page is printed and taken away after it.
if (!window.kxwatchPrint) {
  window.kxwatchPrint = true;
  const add = (parent, name, text = "") => {
    const element = parent.appendChild(document.createElement(name));
    element.textContent = text;
    return element;
  };
  const write = (place) => {
    const { caption, headings, isNumber, rows, note } = JSON.parse(place.dataset.table);
    const table = document.createElement("table");
    add(table, "caption", caption);
    const head = add(add(table, "thead"), "tr");
    for (const heading of headings) add(head, "th", heading).scope = "col";
    const body = add(table, "tbody");
    for (const row of rows) {
      const line = add(body, "tr");
      row.forEach((text, at) => { add(line, "td", text).className = isNumber[at] && text ? "number" : ""; });
    }
    place.replaceChildren(table);
    if (note) add(place, "p", note);
  };
  const all = () => document.querySelectorAll(".print-table[data-table]");
  const turn = (isPaper) => all().forEach((place) => (isPaper ? write(place) : place.replaceChildren()));
  matchMedia("print").addEventListener("change", (media) => turn(media.matches));
  addEventListener("beforeprint", () => turn(true));
  addEventListener("afterprint", () => turn(false));
}
