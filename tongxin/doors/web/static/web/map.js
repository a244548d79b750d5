// Maps on the territory's own outlines. A map is another way to press what stands in the page as a list: a
// shape belongs to the element with the same data-place and presses its link, radio or button. Coordinates are
// WGS-84 throughout; over tiles in GCJ-02 only the drawing is shifted. Every page works without this file.

let library;

/** Fetch Leaflet once, when the first map comes into view. */
function leaflet({ leaflet, leafletSheet }) {
  const arrived = (tag, told) =>
    new Promise((done, failed) => {
      const added = Object.assign(document.createElement(tag), told, { onload: done, onerror: failed });
      document.head.append(added);
    });
  library ??= Promise.all([
    arrived("link", { rel: "stylesheet", href: leafletSheet }),
    arrived("script", { src: leaflet }),
  ]).then(() => window.L);
  return library;
}

/** Where a map in GCJ-02 draws a point; the same polynomial as ground/territory/coordinates.py. */
function shifted(lat, lng) {
  if (lat < 0.8293 || lat > 55.8271 || lng < 72.004 || lng > 137.8347) return [lat, lng];
  const { sin, cos, sqrt, abs, PI } = Math;
  const [x, y] = [lng - 105, lat - 35];
  const ripple = 20 * sin(6 * x * PI) + 20 * sin(2 * x * PI);
  let north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x));
  north += ((ripple + 20 * sin(y * PI) + 40 * sin((y / 3) * PI)) * 2) / 3;
  north += ((160 * sin((y / 12) * PI) + 320 * sin((y * PI) / 30)) * 2) / 3;
  let east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x));
  east += ((ripple + 20 * sin(x * PI) + 40 * sin((x / 3) * PI)) * 2) / 3;
  east += ((150 * sin((x / 12) * PI) + 300 * sin((x / 30) * PI)) * 2) / 3;
  const [axis, eccentricity, flat] = [6378245, 0.00669342162296594323, (lat * PI) / 180];
  const bend = 1 - eccentricity * sin(flat) ** 2;
  north *= 180 / (((axis * (1 - eccentricity)) / (bend * sqrt(bend))) * PI);
  east *= 180 / ((axis / sqrt(bend)) * cos(flat) * PI);
  return [lat + north, lng + east];
}

function unshifted(lat, lng) {
  let [backLat, backLng] = [lat, lng];
  for (let round = 0; round < 6; round += 1) {
    const [thereLat, thereLng] = shifted(backLat, backLng);
    [backLat, backLng] = [backLat + lat - thereLat, backLng + lng - thereLng];
  }
  return [backLat, backLng];
}

/** The usual projection, or for tiles in GCJ-02 the same behind the shift, so that all else stays WGS-84. */
function projection(L, shift) {
  const usual = L.CRS.EPSG3857;
  if (!shift) return usual;
  const { projection: mercator } = usual;
  return L.extend({}, usual, {
    projection: {
      ...mercator,
      project: ({ lat, lng }) => mercator.project(L.latLng(shifted(lat, lng))),
      unproject: (point) => {
        const { lat, lng } = mercator.unproject(point);
        return L.latLng(unshifted(lat, lng));
      },
      bounds: mercator.bounds,
    },
  });
}

const MUCH_LARGER = 4;
const sized = (box) => (box.getEast() - box.getWest()) * (box.getNorth() - box.getSouth());

class Picture {
  constructor(L, figure) {
    this.L = L;
    this.figure = figure;
    this.words = figure.dataset;
    this.stage = figure.querySelector(".map-stage");
    this.stage.replaceChildren();
    this.map = L.map(this.stage, {
      crs: projection(L, "gcj02" in figure.dataset),
      attributionControl: false,
      zoomControl: false,
      scrollWheelZoom: false,
      zoomSnap: 0.25,
      trackResize: false,
      maxZoom: 20,
      zoomAnimation: !matchMedia("(prefers-reduced-motion: reduce)").matches,
    }).setView([0, 0], 1);
    L.control.zoom({ zoomInTitle: this.words.zoomIn, zoomOutTitle: this.words.zoomOut }).addTo(this.map);
    this.map.on("focus", () => this.map.scrollWheelZoom.enable()).on("blur", () => this.map.scrollWheelZoom.disable());
    this.map.on("zoomend", () => this.thinOut());
    this.map.on("movestart zoomstart", () => (this.fitted = undefined));
    new ResizeObserver(() => this.resize()).observe(this.stage);
    this.background();
    this.shapes = L.featureGroup().addTo(this.map);
    this.marks = L.featureGroup().addTo(this.map);
    figure.addEventListener("map:show", (event) => this.show(event.detail).catch(() => {}));
    figure.addEventListener("map:refresh", () => this.dress());
  }

  background() {
    const templates = (this.words.tiles ?? "").split(" ").filter(Boolean);
    for (const template of templates) this.L.tileLayer(template, { maxZoom: 20, maxNativeZoom: 18 }).addTo(this.map);
    if (templates.length) this.L.control.attribution({ prefix: false }).addAttribution(this.words.credit).addTo(this.map);
  }

  /** Draw the outlines of an address; nothing there leaves the map as it is. */
  async show(address) {
    this.asked = address;
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(`${answer.status}`);
    if (this.asked !== address) return;
    const { features } = await answer.json();
    if (!features.length) return;
    this.shapes.clearLayers();
    this.byPlace = new Map();
    for (const feature of features) this.add(feature);
    this.dress();
    this.fit(this.extent());
    this.figure.dataset.shown = features.length;
  }

  fit(bounds) {
    this.map.fitBounds(bounds, { animate: false, padding: [8, 8], maxZoom: 18 });
    this.fitted = bounds;
    this.thinOut();
  }

  /** A larger or smaller stage shows the same, unless somebody has moved the map since. */
  resize() {
    if (!this.stage.clientWidth) return;
    const { fitted } = this;
    this.map.invalidateSize();
    if (fitted) this.fit(fitted);
  }

  /** The places with the frame around them; a frame that would make them small is left away, not cut off. */
  extent() {
    const all = this.shapes.getBounds();
    const places = [...this.byPlace.values()].map(({ layer }) => layer);
    if (this.words.pinLat || !places.length) return all;
    const within = this.L.featureGroup(places).getBounds();
    if (sized(all) <= MUCH_LARGER * sized(within)) return all;
    this.shapes.eachLayer((layer) => places.includes(layer) || layer.remove());
    return within;
  }

  add(feature) {
    const [layer] = this.L.geoJSON(feature, {
      style: { className: feature.properties.own ? "map-own" : "map-place", interactive: !feature.properties.own },
      pointToLayer: (_point, at) => this.L.circleMarker(at, { radius: 9, className: "map-place" }),
    }).getLayers();
    layer.addTo(this.shapes);
    if (feature.properties.own) return layer.bringToBack();
    const label = Object.assign(document.createElement("span"), { textContent: feature.properties.name });
    layer.bindTooltip(label, { permanent: true, direction: "center", className: "map-label" });
    layer.on("click", (event) => this.press(feature.id, event.latlng));
    layer.on("mouseover", () => this.point(feature.id, true)).on("mouseout", () => this.point(feature.id, false));
    return this.byPlace.set(feature.id, { layer, label, name: feature.properties.name });
  }

  /** The element a shape stands for. */
  item(place) {
    const within = document.querySelector(this.words.beside || "main");
    return within?.querySelector(`[data-place="${place}"]`);
  }

  /** Give each shape the look and the words of its element: data-tone, data-said, data-late, chosen or not. */
  dress() {
    this.hatching?.remove();
    this.hatching = this.L.featureGroup().addTo(this.map);
    for (const [place, { layer, label, name }] of this.byPlace ?? []) {
      const item = this.item(place);
      const path = layer.getElement();
      const { tone, said, late } = item?.dataset ?? {};
      label.textContent = said ? `${name} ${said}` : name;
      if (tone) path?.setAttribute("data-tone", tone);
      path?.toggleAttribute("data-chosen", Boolean(item?.querySelector("input:checked")));
      if (Number(late) && layer.getLatLngs) {
        const over = { className: "map-late", fillColor: "url(#map-hatch)", interactive: false };
        this.L.polygon(layer.getLatLngs(), over).addTo(this.hatching);
      }
      item?.addEventListener("mouseenter", () => this.light(place, true));
      item?.addEventListener("mouseleave", () => this.light(place, false));
      item?.addEventListener("focusin", () => this.light(place, true));
      item?.addEventListener("focusout", () => this.light(place, false));
    }
  }

  /** Press what the shape stands for, unless the page does something better with it. */
  press(place, { lat, lng }) {
    const told = { bubbles: true, cancelable: true, detail: { place, lat, lng } };
    if (!this.figure.dispatchEvent(new CustomEvent("map:press", told))) return;
    this.item(place)?.querySelector("a[href], input, button")?.click();
  }

  point(place, on) {
    this.light(place, on);
    this.item(place)?.toggleAttribute("data-pointed", on);
  }

  light(place, on) {
    const { layer } = this.byPlace?.get(place) ?? {};
    layer?.getElement()?.toggleAttribute("data-pointed", on);
    layer?.getTooltip()?.getElement()?.toggleAttribute("data-pointed", on);
  }

  /** Names that don't fit into their shape wait until one points at it or comes nearer. */
  thinOut() {
    for (const { layer } of this.byPlace?.values() ?? []) {
      const element = layer.getTooltip()?.getElement();
      if (!element) continue;
      const size = layer.getLatLngs ? this.sizeOf(layer.getBounds()) : { x: 0, y: 0 };
      element.toggleAttribute("data-crowded", size.x < element.offsetWidth || size.y < element.offsetHeight);
    }
  }

  sizeOf(bounds) {
    return this.map.latLngToLayerPoint(bounds.getSouthEast()).subtract(this.map.latLngToLayerPoint(bounds.getNorthWest()));
  }
}

/** A pin in two fields of the form: by pressing the map, by its middle (for the keyboard), or where one stands. */
class Pin {
  constructor(picture) {
    const { L, figure, words } = picture;
    Object.assign(this, { picture, L, figure, words });
    this.lat = document.getElementById(words.pinLat);
    this.lng = document.getElementById(words.pinLng);
    this.said = figure.querySelector(".map-said");
    figure.querySelector(".map-tools").hidden = false;
    picture.map.on("click", ({ latlng }) => this.put(latlng));
    figure.addEventListener("map:press", ({ detail }) => this.put(detail));
    figure.querySelector("[name=map-middle]").addEventListener("click", () => this.put(picture.map.getCenter()));
    figure.querySelector("[name=map-away]").addEventListener("click", () => this.away());
    const here = figure.querySelector("[name=map-here]");
    here.hidden = !("geolocation" in navigator);
    here.addEventListener("click", () => this.here());
    if (this.lat.value && this.lng.value) this.draw({ lat: Number(this.lat.value), lng: Number(this.lng.value) });
  }

  put({ lat, lng }, words = this.words.pinned) {
    [this.lat.value, this.lng.value] = [lat.toFixed(6), lng.toFixed(6)];
    this.draw({ lat, lng });
    this.said.textContent = words;
  }

  draw(at) {
    this.mark?.remove();
    const icon = this.L.divIcon({ className: "map-pin", iconSize: [28, 36], iconAnchor: [14, 35] });
    this.mark = this.L.marker(at, { icon, keyboard: false, interactive: false }).addTo(this.picture.map);
  }

  away() {
    [this.lat.value, this.lng.value] = ["", ""];
    this.mark?.remove();
    this.said.textContent = this.words.unpinned;
  }

  /** Asked only on this press; the position goes nowhere but into the form. */
  here() {
    this.said.textContent = this.words.finding;
    const found = ({ coords }) => {
      const at = { lat: coords.latitude, lng: coords.longitude };
      this.put(at);
      this.picture.map.setView(at, Math.max(this.picture.map.getZoom(), 17));
      this.figure.dispatchEvent(new CustomEvent("map:stand", { bubbles: true, detail: at }));
    };
    const lost = () => (this.said.textContent = this.words.lost);
    navigator.geolocation.getCurrentPosition(found, lost, { enableHighAccuracy: true, timeout: 15000 });
  }
}

/** Single things on the map, those at one spot as one mark; late ones are filled and larger. */
class Points {
  constructor(picture) {
    Object.assign(this, { picture, L: picture.L, words: picture.words });
    const tools = picture.figure.querySelector(".map-tools");
    this.button = tools.querySelector("[name=map-each]");
    this.said = tools.querySelector(".map-said");
    tools.hidden = false;
    this.button.setAttribute("aria-pressed", "false");
    this.button.addEventListener("click", () => this.toggle());
  }

  async toggle() {
    const on = this.button.getAttribute("aria-pressed") !== "true";
    this.button.setAttribute("aria-pressed", on);
    this.picture.marks.clearLayers();
    this.said.textContent = "";
    if (on) this.draw(await (await fetch(this.words.points)).json());
  }

  draw({ from: [south, west], steps, cases }) {
    const spots = new Map();
    for (const [north, east, number, late] of cases) {
      const spot = spots.get(`${north} ${east}`) ?? { at: [south + north / steps, west + east / steps], cases: [] };
      spot.cases.push({ number, late });
      spots.set(`${north} ${east}`, spot);
    }
    for (const spot of spots.values()) this.mark(spot);
    this.said.textContent = `${this.words.each} ${cases.length}`;
  }

  mark({ at, cases }) {
    const late = cases.some((each) => each.late);
    const radius = Math.min(5 + Math.sqrt(cases.length), 14) + (late ? 2 : 0);
    const mark = this.L.circleMarker(at, { radius, className: `map-case${late ? " is-late" : ""}` });
    mark.bindPopup(() => this.list(cases)).addTo(this.picture.marks);
  }

  list(cases) {
    const list = Object.assign(document.createElement("ul"), { className: "map-cases" });
    for (const { number } of cases) {
      const link = document.createElement("a");
      link.href = `/desk/cases/${number}`;
      link.textContent = number.replace(/(...)(?=.)/g, "$1 ");
      list.appendChild(document.createElement("li")).append(link);
    }
    return list;
  }
}

async function open(figure) {
  try {
    const picture = new Picture(await leaflet(figure.dataset), figure);
    if (figure.dataset.outlines) await picture.show(figure.dataset.outlines);
    if (figure.dataset.pinLat) new Pin(picture);
    if (figure.dataset.points) new Points(picture);
    figure.dispatchEvent(new CustomEvent("map:open", { bubbles: true, detail: picture }));
  } catch {
    figure.querySelector(".map-stage").textContent = figure.dataset.failed;
  }
}

const seen = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) {
    if (!isIntersecting) continue;
    seen.unobserve(target);
    open(target);
  }
}, { rootMargin: "200px" });
for (const figure of document.querySelectorAll("[data-map]")) seen.observe(figure);

/** A form that sends the position once, on its press, and nothing before. Offered only where one can be had. */
for (const form of document.querySelectorAll("form[data-here]")) {
  const said = form.querySelector("[role=status]");
  form.hidden = !("geolocation" in navigator);
  form.addEventListener("submit", (event) => {
    if (form.elements.lat.value) return;
    event.preventDefault();
    said.textContent = form.dataset.finding;
    const found = ({ coords }) => {
      [form.elements.lat.value, form.elements.lng.value] = [coords.latitude.toFixed(6), coords.longitude.toFixed(6)];
      form.requestSubmit(form.querySelector("button"));
    };
    const lost = () => (said.textContent = form.dataset.lost);
    navigator.geolocation.getCurrentPosition(found, lost, { enableHighAccuracy: true, timeout: 15000 });
  });
}
