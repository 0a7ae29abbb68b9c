// Saving files: what a call gave, and what another host keeps behind an address that works for a short time.

/** Save a file that a call gave. */
export function saveFile(content, name) {
  const address = URL.createObjectURL(content);
  follow(address, name);
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/** Save what is at an address of the API, which says itself that it is a file. Only http(s) is followed. */
export function saveFrom(address) {
  const { protocol, href } = new URL(address);
  if (protocol === "https:" || protocol === "http:") follow(href);
}

function follow(address, name) {
  const link = document.createElement("a");
  link.href = address;
  link.rel = "noreferrer";
  if (name) link.download = name;
  link.click();
}
