// Single things of a list on the map beside it. A line says where it is (data-at: latitude and longitude), what it
// is called (data-said) and how it stands (data-kind). Lines at one spot share a mark; a mark leads to its line, and
// the line one points at or stands on shows its mark. The list is the way with the keyboard.

const URGENT = ["short", "proposed", "agreed"];

class Spots {
  constructor({ L, map, marks, words }) {
    Object.assign(this, { L, map, marks, byLine: new Map() });
    const spots = new Map();
    for (const line of document.querySelectorAll(`${words.beside} [data-at]`)) {
      const { at } = line.dataset;
      spots.set(at, [...(spots.get(at) ?? []), line]);
    }
    for (const [at, lines] of spots) this.add(at.split(" ").map(Number), lines);
  }

  add(at, lines) {
    const kind = URGENT.find((each) => lines.some((line) => line.dataset.kind === each));
    const mark = this.L.circleMarker(at, { radius: lines.length > 1 ? 12 : 9, className: "map-spot" });
    mark.addTo(this.marks).getElement().dataset.kind = kind;
    if (lines.length > 1) {
      mark.bindTooltip(`${lines.length}`, { permanent: true, direction: "center", className: "map-number" });
      mark.getTooltip().getElement().dataset.kind = kind;
      mark.bindPopup(() => this.list(lines));
    } else mark.on("click", () => this.lead(lines[0]));
    for (const line of lines) this.bind(line, mark);
  }

  bind(line, mark) {
    this.byLine.set(line, mark);
    line.addEventListener("mouseenter", () => mark.getElement()?.toggleAttribute("data-pointed", true));
    line.addEventListener("mouseleave", () => mark.getElement()?.toggleAttribute("data-pointed", false));
    line.addEventListener("focusin", () => this.choose(line));
    line.addEventListener("click", () => this.choose(line));
    const pointed = (on) => () => line.toggleAttribute("data-pointed", on);
    mark.on("mouseover", pointed(true)).on("mouseout", pointed(false));
  }

  /** From the map into the list: there one goes on with the keyboard. */
  lead(line) {
    this.map.closePopup();
    line.querySelector("a[href]").focus({ preventScroll: true });
    line.scrollIntoView({ block: "center" });
    this.choose(line);
  }

  choose(line) {
    for (const [each, mark] of this.byLine) {
      each.toggleAttribute("data-chosen", each === line);
      if (each !== line) mark.getElement()?.removeAttribute("data-chosen");
    }
    const mark = this.byLine.get(line);
    mark.getElement()?.toggleAttribute("data-chosen", true);
    mark.bringToFront();
    if (!this.map.getBounds().contains(mark.getLatLng())) this.map.panTo(mark.getLatLng());
  }

  list(lines) {
    const list = Object.assign(document.createElement("ul"), { className: "map-cases" });
    for (const line of lines) {
      const button = Object.assign(document.createElement("button"), { type: "button", textContent: line.dataset.said });
      button.className = "button quiet";
      button.addEventListener("click", () => this.lead(line));
      list.appendChild(document.createElement("li")).append(button);
    }
    return list;
  }
}

document.addEventListener("map:open", ({ detail }) => new Spots(detail));
