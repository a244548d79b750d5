// 长辈版: reads a page aloud, a sentence at a time, when asked and never by itself. The button only shows where a
// device can speak; the page is the same without it. Run where the button stands, before anything below is drawn:
// nothing moves when it shows.

(() => {
  const button = document.querySelector("[data-read-aloud]");
  const voice = window.speechSynthesis;
  const TOLD = "h1, h2, h3, p, li, dt, dd, legend, label, th, td, a.button, a.big-door, a.phone, summary";

  /** What is said, in the order of the page: each innermost part that can be seen and has words. */
  function parts() {
    const told = [...document.querySelectorAll(`main :is(${TOLD})`)];
    const seen = (part) => part.checkVisibility?.() ?? part.offsetParent !== null;
    return told.filter((part) => !part.querySelector(TOLD) && seen(part) && part.innerText.trim());
  }

  /** Say one part after the other and mark the one being said. */
  function start() {
    button.setAttribute("aria-pressed", "true");
    button.textContent = button.dataset.stop;
    const all = parts();
    all.forEach((part, at) => {
      const saying = new SpeechSynthesisUtterance(part.innerText);
      saying.lang = part.closest("[lang]").lang;
      saying.rate = 0.9;
      saying.onstart = () => {
        part.classList.add("being-read");
        part.scrollIntoView({ block: "nearest" });
      };
      saying.onend = () => {
        part.classList.remove("being-read");
        if (at === all.length - 1) stop();
      };
      saying.onerror = saying.onend;
      voice.speak(saying);
    });
  }

  function stop() {
    voice.cancel();
    document.querySelector(".being-read")?.classList.remove("being-read");
    button.setAttribute("aria-pressed", "false");
    button.textContent = button.dataset.start;
  }

  if (button && voice && "SpeechSynthesisUtterance" in window) {
    button.hidden = false;
    button.addEventListener("click", () => (button.getAttribute("aria-pressed") === "true" ? stop() : start()));
    window.addEventListener("pagehide", () => voice.cancel());
  }
})();
