// An alarm at a door, for who looks elsewhere: the tab's title names it, and a short sound repeats.
(() => {
  const EVERY = 20_000; // milliseconds
  const TONES = [[880, 0], [660, 0.18], [880, 0.36]]; // hertz, after so many seconds
  const choice = document.documentElement.dataset;
  const title = document.title;
  let audio;

  const tone = (pitch, after) => {
    const [source, volume, at] = [audio.createOscillator(), audio.createGain(), audio.currentTime + after];
    source.frequency.value = pitch;
    volume.gain.setValueAtTime(0.0001, at);
    volume.gain.exponentialRampToValueAtTime(0.3, at + 0.02);
    volume.gain.exponentialRampToValueAtTime(0.0001, at + 0.16);
    source.connect(volume).connect(audio.destination);
    source.start(at);
    source.stop(at + 0.17);
  };

  const play = async () => {
    audio ??= new AudioContext();
    // Before anybody has touched the page a browser may never answer: then there is no sound.
    await Promise.race([audio.resume(), new Promise((done) => setTimeout(done, 500))]);
    if (audio.state !== "running") return;
    localStorage.setItem("alarm-sounded", Date.now());
    TONES.forEach(([pitch, after]) => tone(pitch, after));
    setTimeout(() => audio.suspend(), 1000);
  };

  // Once for all tabs of this browser.
  const isTime = () => Date.now() - Number(localStorage.getItem("alarm-sounded")) > EVERY - 1000;

  const look = () => {
    const alarms = document.querySelectorAll(".at-the-door");
    const first = alarms[0]?.querySelector("h2").textContent.trim();
    document.title = first ? `(${alarms.length}) ${first} · ${title}` : title;
    const waits = document.querySelector(".at-the-door:not(.taken)");
    if (waits && choice.sound === "on" && isTime()) play();
  };

  choice.sound = localStorage.getItem("alarm-sound") || "on";
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-sound-switch]")) return;
    choice.sound = choice.sound === "on" ? "off" : "on";
    localStorage.setItem("alarm-sound", choice.sound);
    if (choice.sound === "on") play();
  });
  // Safari lets a sound begin only under a finger.
  document.addEventListener("pointerdown", () => audio?.resume());
  document.addEventListener("htmx:afterSettle", look);
  setInterval(look, EVERY);
  look();
})();
