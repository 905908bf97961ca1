// Passkeys: to sign in by one, and to add one. Without this script, or in a browser that knows none, there is the password.
(() => {
  const knows = window.PublicKeyCredential;
  if (!knows?.parseCreationOptionsFromJSON || !knows.parseRequestOptionsFromJSON || !navigator.credentials) return;

  async function post(path, body) {
    const response = await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'accept-language': document.documentElement.lang },
      body: JSON.stringify(body),
    });
    const answer = await response.json();
    if (response.ok) return answer;
    throw Object.assign(new Error(answer.code), { detail: answer.detail });
  }

  /** Shows a form that does its work here, and says in it what went wrong. */
  function wire(form, work) {
    if (!form) return;
    const state = form.querySelector('[data-passkey-state]');
    const button = form.querySelector('button');
    form.hidden = false;
    form.addEventListener('submit', async (event) => {
      event.preventDefault();
      state.textContent = '';
      button.disabled = true;
      try {
        await work(new FormData(form));
      } catch (error) {
        // A browser tells nobody why a device said no; a refusal of the server has its own words.
        state.textContent = error.detail ?? form.dataset.failed;
        button.disabled = false;
      }
    });
  }

  wire(document.querySelector('[data-passkey-sign-in]'), async () => {
    const { options, ticket } = await post('/api/sign-in/passkey/options', {});
    const publicKey = knows.parseRequestOptionsFromJSON(options);
    const credential = (await navigator.credentials.get({ publicKey })).toJSON();
    await post('/api/sign-in/passkey', { ticket, credential });
    location.assign('/desk');
  });

  wire(document.querySelector('[data-passkey-enrol]'), async (fields) => {
    const { options, ticket } = await post('/api/desk/account/passkeys/options', {});
    const publicKey = knows.parseCreationOptionsFromJSON(options);
    const credential = (await navigator.credentials.create({ publicKey })).toJSON();
    await post('/api/desk/account/passkeys', { ticket, name: fields.get('name'), credential });
    location.reload();
  });
})();
