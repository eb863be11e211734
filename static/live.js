// What is new: the bell and the title of every open page, kept true by asking a small address now and then.
"use strict";

const EVERY = 30_000; // milliseconds, on average
const LONGEST = 600_000;

// Never two pages in step: each pause is drawn anew, and doubles with every failure in a row.
const livePause = (failures, drawn = Math.random()) => Math.min(EVERY * 2 ** failures, LONGEST) * (0.75 + drawn / 2);

{
  const count = find("[data-live]");
  let failures = 0;
  let timer = null;
  let asked = Date.now();

  const later = (pause) => {
    clearTimeout(timer);
    timer = document.hidden ? null : setTimeout(ask, pause);
  };

  function say(news) {
    const number = news.count > 99 ? "99+" : String(news.count);
    count.dataset.state = news.state;
    count.textContent = number;
    count.hidden = !news.count;
    document.title = (news.count ? `(${number}) ` : "") + document.title.replace(/^\(\d+\+?\) /, "");
    for (const toast of news.toasts) {
      show("info", toast.text, toast.url);
      const text = find(`#messages [data-key="${toast.url}"] .alert-text`);
      const link = document.createElement("a");
      link.href = toast.url;
      link.textContent = toast.text;
      text?.replaceChildren(link);
    }
    if (find("[data-bell][open]")) find("[data-bell] [hx-get]").dispatchEvent(new Event("shown"));
  }

  async function ask() {
    asked = Date.now();
    try {
      const url = `${count.dataset.live}?known=${count.dataset.state}`;
      const answer = await fetch(url, { redirect: "manual", cache: "no-store" });
      // Signed out, or not allowed any more: the next page will say so.
      if (answer.type === "opaqueredirect" || answer.status === 403) return;
      if (!answer.ok) throw new Error(String(answer.status));
      if (answer.status === 200) say(await answer.json());
      failures = 0;
    } catch {
      failures += 1;
    }
    later(livePause(failures));
  }

  if (count) {
    later(livePause(0));
    // A page that nobody looks at asks nothing; whoever comes back to it sees soon what is new.
    document.addEventListener("visibilitychange", () => {
      later(failures || Date.now() - asked < EVERY / 2 ? livePause(failures) : Math.random() * 1500);
    });
  }
}

// `toggle` does not bubble.
document.addEventListener("toggle", ({ target }) => {
  if (target.matches?.("[data-bell]") && target.open) find("[hx-get]", target).dispatchEvent(new Event("shown"));
}, true);
