"use strict";

const prefersDark = matchMedia("(prefers-color-scheme: dark)");
const dress = () => document.documentElement.classList.toggle("dark-mode", prefersDark.matches);
prefersDark.addEventListener("change", dress);
dress();

// Swagger UI takes the underscores of our operation ids for spaces, and complains of them.
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
  persistAuthorization: false, // a token does not belong where another script of this host may find it tomorrow
  plugins: [() => ({ statePlugins: { layout: { wrapActions: { parseDeepLinkHash: open } } } })],
  validatorUrl: null, // the description is nobody else's business
});

addEventListener("hashchange", () => page.getSystem().layoutActions.parseDeepLinkHash(decodeURIComponent(location.hash)));
