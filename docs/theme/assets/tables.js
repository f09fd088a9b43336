// Filter and sort for tables marked with data-filter. Without script the table stands whole.
// Added cells and controls take their words from the table's data attributes.
const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

document.querySelectorAll("table[data-filter]").forEach((table, at) => {
  const body = table.tBodies[0];
  const rows = [...body.rows];
  if (rows.length < 2) return;
  const long = rows.length > 5;

  const bar = document.createElement("div");
  bar.className = "table-bar";
  const label = document.createElement("label");
  label.textContent = table.dataset.filter;
  const input = document.createElement("input");
  input.type = "search";
  input.id = `table-filter-${at}`;
  label.htmlFor = input.id;
  const status = document.createElement("output");
  status.htmlFor = input.id;
  status.setAttribute("aria-live", "polite");
  bar.append(label, input, status);
  if (long) table.before(bar);

  const texts = new Map(rows.map((row) => [row, plain(row.textContent)]));
  const show = () => {
    const wanted = plain(input.value).split(/\s+/).filter(Boolean);
    let count = 0;
    for (const row of rows) {
      row.hidden = !wanted.every((word) => texts.get(row).includes(word));
      if (!row.hidden) count += 1;
    }
    status.textContent = `${count} / ${rows.length} ${table.dataset.shown}`;
  };
  input.addEventListener("input", show);
  show();

  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    button.title = `${table.dataset.sort} ${head.textContent}`;
    head.replaceChildren(button);
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "ascending";
      heads.forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const text = (row) => row.cells[column].textContent.trim();
      const order = new Intl.Collator(document.documentElement.lang, { numeric: true }).compare;
      rows.sort((a, b) => (down ? order(text(b), text(a)) : order(text(a), text(b))));
      body.append(...rows);
    });
  });
});
