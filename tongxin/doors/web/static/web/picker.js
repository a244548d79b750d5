// The choice of a place without leaving the page: the lists come as one types, goes further in, or presses the
// map. The lists are those of the form itself, and without this file its buttons fetch them.

const WAIT = 300;

class Picker {
  constructor(box) {
    this.box = box;
    this.name = box.dataset.picker;
    this.search = box.querySelector("input[type=search]");
    this.offer = box.querySelector(".picker-offer");
    this.map = box.querySelector("[data-map]");
    this.search.addEventListener("input", () => this.later());
    this.search.addEventListener("keydown", (event) => this.key(event));
    box.addEventListener("click", (event) => this.click(event));
    this.offer.addEventListener("change", (event) => this.chosen(event.target.value));
    box.addEventListener("map:press", (event) => this.pressed(event));
    box.addEventListener("map:open", () => this.draw());
    box.addEventListener("map:stand", ({ detail }) => this.stand(detail));
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask({ q: this.search.value }), WAIT);
  }

  /** Enter looks the words up; the arrow leads into the list. */
  key(event) {
    if (event.key === "Enter" && this.search.value.trim()) {
      event.preventDefault();
      clearTimeout(this.timer);
      this.ask({ q: this.search.value });
    } else if (event.key === "ArrowDown") {
      event.preventDefault();
      this.first()?.focus();
    }
  }

  click(event) {
    const pressed = event.target.closest("button[name]");
    if (pressed?.name === `${this.name}-find`) {
      event.preventDefault();
      this.ask({ q: this.search.value });
    } else if (pressed?.name === `${this.name}-open`) {
      event.preventDefault();
      this.enter(pressed.value, true);
    }
  }

  /** Go into a place, chosen as a whole until something in it is. */
  async enter(place, move = false) {
    clearTimeout(this.timer);
    this.search.value = "";
    await this.ask({ in: place });
    if (move) this.first()?.focus();
  }

  pressed(event) {
    event.preventDefault();
    const item = this.offer.querySelector(`[data-place="${event.detail.place}"]`);
    const radio = item?.querySelector("input");
    if (radio && !item.querySelector("button")) {
      radio.checked = true;
      this.map.dispatchEvent(new CustomEvent("map:refresh"));
    } else this.enter(event.detail.place);
  }

  chosen(place) {
    const known = this.offer.querySelector("[data-outlines]");
    if (known) this.map.dispatchEvent(new CustomEvent("map:refresh"));
    else this.show(this.offer.querySelector(`[data-place="${place}"]`).dataset.shape);
  }

  /** Which place is it where one stands? Asked once, after the press of the button. */
  async stand({ lat, lng }) {
    this.search.value = "";
    const token = this.box.closest("form").elements.csrfmiddlewaretoken.value;
    const body = new URLSearchParams({ lat, lng, ...this.always(), csrfmiddlewaretoken: token });
    await this.replace(fetch(this.box.dataset.at, { method: "POST", body }), false);
  }

  always() {
    return { name: this.name, for: this.box.dataset.verb };
  }

  async ask(wanted) {
    const query = new URLSearchParams({ ...wanted, ...this.always() });
    await this.replace(fetch(`${this.box.dataset.choices}?${query}`));
  }

  /** Only the newest answer counts; without a signal the list stays as it is. */
  async replace(asking, redraw = true) {
    this.asking = asking;
    this.box.setAttribute("aria-busy", "true");
    try {
      const answer = await asking;
      const list = answer.ok ? await answer.text() : "";
      if (this.asking !== asking || !list) return;
      this.offer.innerHTML = list;
      if (redraw) this.draw();
    } catch {
      // offline: what is written in the field is looked up when the form is sent
    } finally {
      if (this.asking === asking) this.box.removeAttribute("aria-busy");
    }
  }

  draw() {
    const address = this.offer.querySelector("[data-outlines]")?.dataset.outlines;
    if (address) this.show(address);
  }

  show(address) {
    this.map.dispatchEvent(new CustomEvent("map:show", { detail: address }));
  }

  first() {
    return this.offer.querySelector("input[type=radio]:checked") ?? this.offer.querySelector("input[type=radio]");
  }
}

for (const box of document.querySelectorAll("[data-picker]")) new Picker(box);
