// Keeps an open status page fresh: follows the receipt's events and, when something changed, puts the new state in the
// old one's place. What is being typed in the forms below is not touched.
(() => {
  const retryFirstMs = 2000;
  const retryMaxMs = 60000;
  const bufferMaxChars = 65536;

  const place = document.querySelector('[data-follow]');
  if (!place || !window.fetch || !window.ReadableStream) return;
  const { follow, receipt, fresh } = place.dataset;
  const stop = new AbortController();
  window.addEventListener('pagehide', () => stop.abort());

  let lastEventId = '';
  let retryMs = retryFirstMs;
  let refreshing;

  async function refresh() {
    const body = new URLSearchParams({ receipt });
    const answer = await fetch('/receipt', { method: 'POST', body, signal: stop.signal });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const next = page.getElementById('live');
    const old = document.getElementById('live');
    if (!next || !old) return;
    old.replaceWith(next);
    next.dispatchEvent(new CustomEvent('spring-rain:fresh', { bubbles: true }));
    place.querySelector('[data-fresh-state]').textContent = fresh;
  }

  function takeEvent(block) {
    let hasData = false;
    for (const line of block.split('\n')) {
      if (line.startsWith('id:')) lastEventId = line.slice(3).trim();
      if (line.startsWith('data:')) hasData = true;
    }
    if (!hasData) return;
    refreshing = (refreshing ?? Promise.resolve()).then(refresh).catch(() => {});
  }

  async function listen() {
    const headers = { Accept: 'text/event-stream', 'Spring-Rain-Receipt': receipt };
    if (lastEventId !== '') headers['Last-Event-ID'] = lastEventId;
    const answer = await fetch(follow, { headers, signal: stop.signal });
    // A receipt that is no longer known stays unknown; anything else may pass.
    if (answer.status === 404) return stop.abort();
    if (!answer.ok || !answer.body) throw new Error(`Events answered ${answer.status}.`);
    retryMs = retryFirstMs;
    const reader = answer.body.getReader();
    const decoder = new TextDecoder();
    let buffer = '';
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      buffer += decoder.decode(value, { stream: true }).replace(/\r\n?/g, '\n');
      const blocks = buffer.split('\n\n');
      buffer = blocks.pop().slice(-bufferMaxChars);
      for (const block of blocks) takeEvent(block);
    }
  }

  async function followForever() {
    while (!stop.signal.aborted) {
      try {
        await listen();
      } catch {
        // The line was cut, or the server is away: try again later, less and less often.
      }
      await new Promise((resolve) => setTimeout(resolve, retryMs));
      retryMs = Math.min(retryMs * 2, retryMaxMs);
    }
  }
  followForever().catch(() => stop.abort());
})();
