"use strict";

const prefersDark = matchMedia("(prefers-color-scheme: dark)");
const setTheme = () => document.documentElement.classList.toggle("dark-mode", prefersDark.matches);
prefersDark.addEventListener("change", setTheme);
setTheme();

// Swagger UI takes the underscores of our operation ids for spaces, and logs an error.
const open = (_, { layoutActions, layoutSelectors }) => (hash) => {
  const names = hash.replace(/^#!?\/?/, "").split("/");
  if (!names[0]) return;
  const shown = layoutSelectors.isShownKeyFromUrlHashArray(names);
  layoutActions.show(shown, true);
  layoutActions.scrollTo(shown);
};

const page = SwaggerUIBundle({
  dom_id: "#api",
  url: "openapi.json",
  deepLinking: true,
  defaultModelsExpandDepth: 0,
  displayRequestDuration: true,
  persistAuthorization: false, // another script of this host must not find the token later
  plugins: [() => ({ statePlugins: { layout: { wrapActions: { parseDeepLinkHash: open } } } })],
  validatorUrl: null, // no other host may see the description
});

addEventListener("hashchange", () => page.getSystem().layoutActions.parseDeepLinkHash(decodeURIComponent(location.hash)));
