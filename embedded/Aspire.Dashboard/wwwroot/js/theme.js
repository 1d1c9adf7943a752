// Runs before the first paint, so that a dark room never sees a white flash.
(() => {
  const key = 'dashboard-theme';
  const system = matchMedia('(prefers-color-scheme: dark)');
  const stored = () => { try { return localStorage.getItem(key); } catch { return null; } };
  const apply = () => {
    const theme = stored() ?? (system.matches ? 'dark' : 'light');
    document.documentElement.dataset.theme = theme;
    window.Blazor?.theme?.setThemeMode?.(theme);
  };
  window.dashboardTheme = {
    apply,
    toggle() {
      const next = document.documentElement.dataset.theme === 'dark' ? 'light' : 'dark';
      // A choice that equals the system's is no choice: follow the system again.
      try {
        if (next === (system.matches ? 'dark' : 'light')) localStorage.removeItem(key);
        else localStorage.setItem(key, next);
      } catch { document.documentElement.dataset.theme = next; return; }
      apply();
    },
  };
  system.addEventListener('change', apply);
  apply();
})();
