// What the server cannot do: keys, focus, the clipboard, and following the end of a list. Pages say what they want
// with data attributes; nothing here knows a page.
(() => {
  const closestElement = (event, selector) => event.target instanceof Element ? event.target.closest(selector) : null;
  const isTyping = element => element instanceof Element && !!element.closest('input, textarea, select, [contenteditable]');
  const visible = element => element && element.getClientRects().length > 0;

  // ---- Keys: an element with data-key is clicked, or focused if it is a field ----
  document.addEventListener('keydown', event => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Escape') {
      const open = [...document.querySelectorAll('[data-escape]')].filter(visible)
        .sort((a, b) => b.dataset.escape - a.dataset.escape)[0];
      if (isTyping(event.target) && (!open || Number(open.dataset.escape) < 50)) event.target.blur();
      else open?.click();
      return;
    }
    if (isTyping(event.target) || document.querySelector('dialog[open]')) return;
    const row = closestElement(event, '.row');
    if (row && event.target === row) {
      if (event.key === 'Enter' || event.key === ' ') { event.preventDefault(); row.click(); return; }
      if (event.key === 'ArrowDown' || event.key === 'ArrowUp') { event.preventDefault(); move(row, event.key === 'ArrowDown' ? 1 : -1); return; }
      const twisty = row.querySelector('.twisty[aria-expanded]');
      if (twisty && (event.key === 'ArrowLeft' || event.key === 'ArrowRight')) {
        if ((twisty.getAttribute('aria-expanded') === 'true') === (event.key === 'ArrowLeft')) twisty.click();
        return;
      }
    }
    const target = [...document.querySelectorAll(`[data-key="${CSS.escape(event.key)}"]`)].find(visible);
    if (!target) return;
    event.preventDefault();
    if (target.matches('input, select')) { target.focus(); target.select?.(); } else target.click();
  });

  const move = (row, step) => {
    const rows = [...row.closest('.content, .pane-body').querySelectorAll('.row')];
    rows[rows.indexOf(row) + step]?.focus();
  };

  // ---- Clicks that need no server ----
  document.addEventListener('click', event => {
    if (closestElement(event, '[data-theme-toggle]')) window.dashboardTheme.toggle();
    const opener = closestElement(event, '[data-opens]');
    if (opener) document.getElementById(opener.dataset.opens)?.showModal();
    const closer = closestElement(event, '[data-closes]');
    if (closer) closer.closest('dialog')?.close();
    const copier = closestElement(event, '[data-copy]');
    if (copier) copy(copier.dataset.copy);
    if (event.target instanceof HTMLDialogElement && event.target.id) event.target.close();
    if (!closestElement(event, '.menu')) document.querySelector('.menu [data-menu-close]')?.click();
  });

  const copy = async text => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      // Outside https and localhost there is no clipboard API.
      const area = Object.assign(document.createElement('textarea'), { value: text });
      document.body.append(area);
      area.select();
      document.execCommand('copy');
      area.remove();
    }
  };

  // ---- Scrolled lists: stay at the end (data-follow), or tell when the top was left and reached (data-top) ----
  const near = 24;
  document.addEventListener('scroll', event => {
    const list = event.target;
    if (!(list instanceof HTMLElement)) return;
    if ('follow' in list.dataset) list.following = list.scrollHeight - list.scrollTop - list.clientHeight < near;
    if ('top' in list.dataset) {
      const away = list.scrollTop > near;
      if (away !== !!list.away) {
        list.away = away;
        list.querySelector(away ? '[data-left-top]' : '[data-reached-top]')?.click();
      }
    }
  }, true);

  new MutationObserver(() => {
    for (const list of document.querySelectorAll('[data-follow]')) {
      if (list.following !== false && list.dataset.follow === 'on') list.scrollTop = list.scrollHeight;
    }
  }).observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ['style', 'data-follow'] });

  // ---- Charts: the nearest step under the pointer ----
  document.addEventListener('pointermove', event => {
    const chart = closestElement(event, '[data-chart]');
    for (const other of document.querySelectorAll('.chart-cursor')) if (!chart || !chart.contains(other)) other.hidden = true;
    if (!chart) return;
    const cursor = chart.querySelector('.chart-cursor');
    const steps = chart.querySelectorAll('[data-step]');
    if (!cursor || !steps.length) return;
    const plot = chart.querySelector('.plot').getBoundingClientRect();
    const share = Math.min(1, Math.max(0, (event.clientX - plot.left) / plot.width));
    const index = Math.round(share * (steps.length - 1));
    cursor.hidden = false;
    cursor.style.left = `${plot.left - chart.getBoundingClientRect().left + index / Math.max(1, steps.length - 1) * plot.width}px`;
    cursor.classList.toggle('flip', share > .6);
    const text = cursor.querySelector('.readout');
    text.textContent = steps[index].dataset.step;
  });

  window.dashboard = {
    copy,
    zone: () => ({ zone: Intl.DateTimeFormat().resolvedOptions().timeZone ?? null, offsetMinutes: -new Date().getTimezoneOffset() }),
    showModal: element => { if (element && !element.open) element.showModal(); },
    scrollToTop: selector => document.querySelector(selector)?.scrollTo({ top: 0 }),
    scrollToRow: (selector, index, height, flash) => {
      const list = document.querySelector(selector);
      if (!list || index < 0) return;
      const at = index * height;
      if (at < list.scrollTop || at > list.scrollTop + list.clientHeight - 3 * height) list.scrollTop = Math.max(0, at - list.clientHeight / 2);
      list.querySelector('.flash')?.classList.remove('flash');
      if (flash) requestAnimationFrame(() => requestAnimationFrame(() => list.querySelector(`[data-span="${flash}"]`)?.classList.add('flash')));
    },
    // Next to what opened it, inside the window, with the first entry focused.
    placeMenu: (menu, x, y) => {
      if (!menu) return;
      const box = menu.getBoundingClientRect();
      menu.style.left = `${Math.max(8, Math.min(x, innerWidth - box.width - 8))}px`;
      menu.style.top = `${y + box.height + 8 > innerHeight ? Math.max(8, y - box.height) : y}px`;
      menu.querySelector('button:not(:disabled):not([data-menu-close]), a')?.focus();
    },
    download: async (name, stream) => {
      const url = URL.createObjectURL(new Blob([await stream.arrayBuffer()], { type: 'text/plain' }));
      Object.assign(document.createElement('a'), { href: url, download: name }).click();
      setTimeout(() => URL.revokeObjectURL(url), 10000);
    },
  };

  // ---- A circuit that is gone: filters live in the address, so a reload loses nothing that matters ----
  const reconnect = document.getElementById('components-reconnect-modal');
  const reloadWhenBack = async () => {
    try {
      await fetch(location.href, { method: 'GET', cache: 'no-store' });
      location.reload();
    } catch { setTimeout(reloadWhenBack, 1500); }
  };
  let isReloading = false;
  if (reconnect) new MutationObserver(() => {
    if (isReloading || !/components-reconnect-(failed|rejected)/.test(reconnect.className)) return;
    isReloading = true;
    reloadWhenBack();
  }).observe(reconnect, { attributes: true, attributeFilter: ['class'] });

  // FluentUI sets its own colours when it starts; follow the theme already chosen.
  const whenStarted = () => window.Blazor?.theme ? window.dashboardTheme.apply() : requestAnimationFrame(whenStarted);
  whenStarted();
})();
