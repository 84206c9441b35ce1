// What the page was built with: steps, scale, texts.

export const data = JSON.parse(document.getElementById("data").textContent);

export function word(name, values = {}) {
  return data.texts[name].replace(/\{(\w+)\}/g, (_, key) => String(values[key]));
}

export function one(selector, from = document) {
  return from.querySelector(selector);
}

export function all(selector, from = document) {
  return [...from.querySelectorAll(selector)];
}

export function element(tag, attributes = {}, content = "") {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.textContent = content;
  return made;
}

export const SVG = "http://www.w3.org/2000/svg";

export function drawn(tag, attributes = {}, content = "") {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  if (content) made.textContent = content;
  return made;
}

export const still = matchMedia("(prefers-reduced-motion: reduce)");
