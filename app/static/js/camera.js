// The document camera (高拍仪) is a camera of the computer: it is asked for where there is one, and only when it is opened.
// Page after page: take, look, use or take again; each page goes to the paper the camera was opened for.
(() => {
  const shot = document.querySelector("[data-camera]");
  const devices = navigator.mediaDevices;
  if (!shot || !devices?.getUserMedia) return; // no camera, or a page that may not ask for one: no button
  const part = (name) => shot.querySelector(`[data-${name}]`);
  const [live, still, which, fault] = ["live", "still", "which", "fault"].map(part);
  const FINE = { width: { ideal: 4096 }, height: { ideal: 3072 }, facingMode: "environment" };
  let stream = null;
  let place = "";
  let taken = 0;

  const cameras = async () => (await devices.enumerateDevices()).filter((one) => one.kind === "videoinput");
  const offer = async () => {
    const some = (await cameras()).length > 0;
    document.querySelectorAll("[data-camera-opens]").forEach((button) => { button.hidden = !some; });
  };

  const looking = (yes) => {
    live.hidden = part("take").hidden = !yes;
    still.hidden = part("use").hidden = part("again").hidden = yes;
    part(yes ? "take" : "use").focus();
  };

  const off = () => { stream?.getTracks().forEach((track) => track.stop()); stream = null; live.srcObject = null; };

  const on = async (id) => {
    off();
    fault.hidden = true;
    try {
      stream = await devices.getUserMedia({ video: id ? { ...FINE, deviceId: { exact: id } } : FINE });
      live.srcObject = stream;
      await live.play();
      looking(true);
    } catch {
      fault.textContent = fault.dataset.words;
      fault.hidden = false;
      part("take").hidden = true;
    }
  };

  // Several: the one that was used last stays chosen, on this computer.
  const choose = async () => {
    const found = await cameras();
    const now = stream?.getVideoTracks()[0].getSettings().deviceId;
    which.replaceChildren(...found.map((one) => new Option(one.label, one.deviceId, false, one.deviceId === now)));
    which.hidden = found.length < 2;
  };

  const open = async (box) => {
    place = box.dataset.files;
    taken = 0;
    part("taken").textContent = "";
    part("of").textContent = box.querySelector("[data-camera-opens] .visually-hidden").textContent.slice(1);
    shot.showModal();
    looking(true);
    await on(localStorage.getItem("youshi camera"));
    await choose();
  };

  const DO = {
    take: () => {
      [still.width, still.height] = [live.videoWidth, live.videoHeight];
      still.getContext("2d").drawImage(live, 0, 0);
      looking(false);
    },
    again: () => looking(true),
    use: () => still.toBlob(async (blob) => {
      const box = document.querySelector(`[data-files="${CSS.escape(place)}"]`);
      taken += 1;
      const day = new Date().toISOString().replace(/\D/g, "").slice(0, 14);
      looking(true);
      const kept = await window.youshi.files.send(box, [new File([blob], `${day}-${taken}.jpg`, { type: "image/jpeg" })]);
      if (!kept) { shot.close(); return; }
      part("taken").textContent = part("taken").dataset.words.replace("#", taken);
    }, "image/jpeg", 0.92),
    close: () => shot.close(),
  };

  shot.addEventListener("click", (event) => {
    const name = Object.keys(DO).find((one) => event.target.closest(`[data-${one}]`));
    if (name) DO[name]();
  });
  shot.addEventListener("close", off);
  which.addEventListener("change", () => { localStorage.setItem("youshi camera", which.value); on(which.value); });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-camera-opens]");
    if (button) open(window.youshi.files.boxOf(button));
  });
  document.addEventListener("youshi:files", offer);
  devices.addEventListener?.("devicechange", offer);
  offer();
})();
