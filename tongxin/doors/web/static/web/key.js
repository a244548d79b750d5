// Says so where a security key did not answer; until then nothing would happen when its button is pressed.

const said = document.getElementById("key-failed");
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  said.hidden = false;
});
document.addEventListener("click", (event) => {
  if (event.target.id.startsWith("mfa_webauthn")) said.hidden = true;
});
