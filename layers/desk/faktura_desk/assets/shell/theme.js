// Light or dark: as the system has it, or as the person has chosen.
const KEPT = "faktura.theme";
export const THEMES = ["system", "light", "dark"];

/** The theme that was chosen. */
export function theme() {
  try {
    const name = localStorage.getItem(KEPT);
    return THEMES.includes(name) ? name : "system";
  } catch {
    return "system";
  }
}

/** Use another theme, also after a reload. */
export function chooseTheme(name) {
  try {
    localStorage.setItem(KEPT, name);
  } catch {
    // the choice lasts until the reload
  }
  applyTheme(name);
}

/** Show the page in a theme. */
export function applyTheme(name = theme()) {
  document.documentElement.dataset.theme = name;
}
