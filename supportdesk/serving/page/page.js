// The page around textual-serve's terminal: files handed in, the clipboard, and keys that browsers keep.
"use strict";

(() => {
  let socket = null;

  // textual.js keeps its socket to itself; the two buttons for kept keys need it
  const Socket = window.WebSocket;
  window.WebSocket = class extends Socket {
    constructor(...given) {
      super(...given);
      socket = this;
    }

    send(data) {
      if (this.readyState === Socket.OPEN) super.send(data);
      else if (this.readyState === Socket.CONNECTING) this.addEventListener("open", () => super.send(data), { once: true });
    }
  };

  // a download is a link's, not a window's that a blocker may hold back; nothing but web addresses is ever opened
  const open = window.open.bind(window);
  window.open = (address, target) => {
    const url = new URL(address, window.location.href);
    if (url.origin === window.location.origin && url.pathname.startsWith("/download/")) {
      const link = document.createElement("a");
      link.href = url.pathname;
      link.download = "";
      document.body.append(link);
      link.click();
      link.remove();
      return null;
    }
    return ["http:", "https:"].includes(url.protocol) ? open(url.href, target, "noopener,noreferrer") : null;
  };

  const page = () => document.body.dataset;
  const tell = (text, name) => {
    document.querySelector("#told").textContent = text.replace("{name}", name);
  };

  // what the screen copies goes to the browser's clipboard; where the browser gives none, the text is shown to be copied
  const show = (text) => {
    const dialog = document.querySelector("#copy");
    const area = dialog.querySelector("textarea");
    area.value = text;
    dialog.showModal();
    area.select();
  };
  const real = navigator.clipboard;
  const clipboard = {
    readText: () => Promise.resolve(""), // the screen never reads it: pasting is the browser's own act
    writeText: (text) => (real ? real.writeText(text).catch(() => show(text)) : Promise.resolve(show(text))),
  };
  Object.defineProperty(navigator, "clipboard", { get: () => clipboard });

  const handIn = async (files) => {
    for (const file of files) {
      if (file.size > 50 * 1024 * 1024) {
        tell(page().tooLarge, file.name);
        continue;
      }
      tell(page().sending, file.name);
      try {
        const address = `/upload/${page().page}?name=${encodeURIComponent(file.name)}`;
        const answer = await fetch(address, { method: "POST", body: file, credentials: "same-origin" });
        tell(answer.ok ? page().sent : page().failed, file.name);
      } catch {
        tell(page().failed, file.name);
      }
    }
    focusTerminal();
  };

  const focusTerminal = () => document.querySelector(".xterm-helper-textarea")?.focus();

  // Ctrl+V is the browser's paste, not a control character
  window.addEventListener("keydown", (event) => {
    if (event.ctrlKey && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "v") {
      event.stopImmediatePropagation();
    }
  }, true);

  window.addEventListener("paste", (event) => {
    const files = event.clipboardData ? [...event.clipboardData.files] : [];
    if (files.length && !event.clipboardData.getData("text/plain")) {
      event.stopImmediatePropagation();
      event.preventDefault();
      handIn(files);
    }
  }, true);

  window.addEventListener("dragover", (event) => {
    event.preventDefault();
    document.body.classList.add("-dropping");
  });
  window.addEventListener("dragleave", () => document.body.classList.remove("-dropping"));
  window.addEventListener("drop", (event) => {
    event.preventDefault();
    document.body.classList.remove("-dropping");
    handIn([...event.dataTransfer.files]);
  });

  window.addEventListener("DOMContentLoaded", () => {
    const chosen = document.querySelector("#file");
    document.querySelector("#upload").addEventListener("click", () => chosen.click());
    chosen.addEventListener("change", async () => {
      await handIn([...chosen.files]);
      chosen.value = "";
    });
    document.querySelectorAll("[data-key]").forEach((button) => button.addEventListener("click", () => {
      socket?.send(JSON.stringify(["stdin", String.fromCharCode(Number(button.dataset.key))]));
      focusTerminal();
    }));
    document.querySelector("#again").addEventListener("click", () => window.location.reload());
    document.querySelector("#close").addEventListener("click", () => {
      document.querySelector("#copy").close();
      focusTerminal();
    });
  });
  window.addEventListener("load", () => setTimeout(focusTerminal, 300));
})();
