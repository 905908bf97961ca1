// What makes a form kinder where scripts run. Everything works without it.
(() => {
  const textMaxChars = 10000;
  const showCountFrom = 8000;

  // Times are typed as on the visitor's own clock.
  for (const field of document.querySelectorAll('input[name="utcOffsetMinutes"]')) {
    field.value = String(-new Date().getTimezoneOffset());
  }

  // Times that the server wrote in its zone are shown in the visitor's.
  const language = document.documentElement.lang;
  function showLocalTimes(root) {
    for (const time of root.querySelectorAll('time[datetime]')) {
      const at = new Date(time.dateTime);
      if (Number.isNaN(at.getTime())) continue;
      const withHour = /\d:\d/.test(time.textContent);
      time.textContent = at.toLocaleString(language === 'en' ? 'en-GB' : language, {
        year: 'numeric',
        month: 'long',
        day: 'numeric',
        ...(withHour ? { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZoneName: 'short' } : {}),
      });
    }
  }
  showLocalTimes(document);
  document.addEventListener('spring-rain:fresh', (event) => showLocalTimes(event.target));

  // The length is shown only when it begins to matter.
  for (const box of document.querySelectorAll('textarea')) {
    const count = document.createElement('p');
    count.className = 'soft count';
    box.after(count);
    box.addEventListener('input', () => {
      const length = box.value.length;
      count.textContent = length < showCountFrom ? '' : `${length} / ${textMaxChars}`;
      count.classList.toggle('wrong', length > textMaxChars);
    });
  }

  // A picture can be pasted into the form or dropped on it. Text that is pasted with one is what was meant.
  for (const field of document.querySelectorAll('form[action="/"] input[type="file"]')) {
    function take(event, given) {
      const picture = [...(given?.files ?? [])].find(({ type }) => field.accept.split(',').includes(type));
      if (!picture || given.types.includes('text/plain')) return;
      event.preventDefault();
      const chosen = new DataTransfer();
      chosen.items.add(picture);
      field.files = chosen.files;
    }
    field.form.addEventListener('paste', (event) => take(event, event.clipboardData));
    field.form.addEventListener('drop', (event) => take(event, event.dataTransfer));
    field.form.addEventListener('dragover', (event) => {
      if (event.dataTransfer?.types.includes('Files')) event.preventDefault();
    });
  }

  function addTool(place, label, run) {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'quiet';
    button.textContent = label;
    button.addEventListener('click', () => run(button));
    place.append(button);
  }

  for (const place of document.querySelectorAll('[data-tools]')) {
    const { copy, copied, print, receipt } = place.dataset;
    if (navigator.clipboard) {
      addTool(place, copy, (button) => {
        navigator.clipboard.writeText(receipt).then(
          () => {
            button.textContent = copied;
          },
          () => button.remove(),
        );
      });
    }
    addTool(place, print, () => window.print());
  }
})();
