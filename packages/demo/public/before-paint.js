// Runs before the first paint: the colours that were chosen, and no page in one language that turns to another.
try {
  const theme = localStorage.getItem('kinora.theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
  const language = localStorage.getItem('kinora.language') ?? navigator.language;
  if (!/^en/i.test(language)) document.documentElement.dataset.waiting = '';
} catch {
  // Storage is blocked: the page is as the system wants it.
}
