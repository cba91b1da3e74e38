// Keeps the phones live without disturbing what someone is typing.
"use strict";

const find = (selector, within = document) => within.querySelector(selector);
const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const phoneOf = (element) => element.dataset.phone;

let refreshing = false;
let stale = false;

async function refresh() {
  if (refreshing) { stale = true; return; }
  refreshing = true;
  try {
    const answer = await fetch("/simulator/phones" + location.search);
    show(new DOMParser().parseFromString(await answer.text(), "text/html"));
    complain("");
  } catch {
    complain("Not connected to the simulator. Trying again.");
  }
  await new Promise((done) => setTimeout(done, 120));
  refreshing = false;
  if (stale) { stale = false; refresh(); }
}

function show(fresh) {
  find("#notes").replaceWith(find("#notes", fresh));
  const grid = find("#phones");
  const known = new Map(all(".phone", grid).map((phone) => [phoneOf(phone), phone]));
  const wanted = all(".phone", fresh);
  if (!wanted.length) { grid.replaceWith(find("#phones", fresh)); return; }
  const phones = wanted.map((phone) => renewed(known.get(phoneOf(phone)), phone));
  const moved = arrange(grid, phones);
  for (const phone of phones) showNewest(phone, moved);
}

// A text taller than the phone is read from its top, where the face is.
function showNewest(phone, moved) {
  const thread = find(".thread", phone);
  if (!moved && thread.dataset.shown === thread.dataset.version) return;
  thread.dataset.shown = thread.dataset.version;
  thread.scrollTop = 0;
  const newest = all(".bubble", thread).at(-1);
  const above = thread.getBoundingClientRect().top - newest.getBoundingClientRect().top;
  if (above > 0) thread.scrollTop -= above + 12;
}

function renewed(old, phone) {
  if (!old) { announce(phone); return phone; }
  const before = find(".thread", old), after = find(".thread", phone);
  if (before.dataset.version === after.dataset.version) return old;
  if (before.dataset.newest !== after.dataset.newest) announce(phone);
  for (const part of [".bar", ".from", ".bubbles", ".call"]) find(part, old).replaceWith(find(part, phone));
  Object.assign(before.dataset, after.dataset);
  find(".quick button:last-child", old).replaceWith(find(".quick button:last-child", phone));
  return old;
}

// The phone someone types on stays where it is in the document; the others move round it.
function arrange(grid, phones) {
  if (phones.length === grid.children.length && phones.every((phone, i) => grid.children[i] === phone)) return false;
  for (const child of [...grid.children]) if (!phones.includes(child)) child.remove();
  const fixed = phones.find((phone) => phone.contains(document.activeElement));
  const split = phones.indexOf(fixed);
  phones.forEach((phone, place) => {
    if (phone !== fixed) grid.insertBefore(phone, place < split ? fixed : null);
  });
  return true;
}

function announce(phone) {
  find("#news").textContent = `${find("h2", phone).textContent}. ${find(".thread", phone).dataset.newest}`;
}

function complain(words) {
  const line = find("#trouble");
  line.textContent = words;
  line.hidden = !words;
}

async function send(event) {
  const form = event.target;
  if (!form.matches(".write, .quick, .calling")) return;
  event.preventDefault();
  const values = Object.fromEntries(new FormData(form, event.submitter));
  const box = find("[name=body]:not(button)", form);
  if (box) box.value = "";
  const answer = await fetch(form.action, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(values),
  }).catch(() => null);
  if (!answer?.ok) {
    if (box) box.value = values.body;
    complain(answer ? await answer.text() : "Not sent: the simulator does not answer.");
  }
}

for (const phone of all(".phone")) showNewest(phone, true);
document.addEventListener("submit", send);
const events = new EventSource("/simulator/events");
events.addEventListener("message", refresh);
events.addEventListener("error", () => complain("Not connected to the simulator. Trying again."));
