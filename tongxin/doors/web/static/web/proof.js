// Solves the challenge of a form while one writes. Without this file the form is sent unproven, and still counts.

const encoder = new TextEncoder();

/** SHA-256 of a text, in hexadecimal. */
async function digest(text) {
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", encoder.encode(text)));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The number that was hidden in the challenge, as the payload the server checks; "" where it can't be sought. */
export async function solve({ algorithm, challenge, maxNumber, salt, signature }) {
  // Only offered by browsers over https and on the machine itself.
  if (!globalThis.crypto?.subtle) return "";
  for (let number = 0; number <= maxNumber; number += 1) {
    if ((await digest(salt + number)) === challenge) {
      return btoa(JSON.stringify({ algorithm, challenge, number, salt, signature }));
    }
  }
  return "";
}

for (const field of globalThis.document?.querySelectorAll("input[data-challenge]") ?? []) {
  if (!globalThis.crypto?.subtle) continue;
  const form = field.form;
  let solving = null;
  let over = false;
  const begin = () => {
    solving ??= solve(JSON.parse(field.dataset.challenge)).then((payload) => {
      field.value = payload;
    });
    return solving;
  };
  form.addEventListener("focusin", begin, { once: true });
  form.addEventListener("submit", (event) => {
    if (over || field.value) return;
    event.preventDefault();
    const again = () => {
      over = true;
      form.requestSubmit(event.submitter);
    };
    // A form that is just being submitted takes no second wish: wait until this one has been dealt with.
    begin().finally(() => setTimeout(again));
  });
}
