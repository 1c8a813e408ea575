// What: lets an examiner move, enlarge and adjust two pictures for the eye, and shows a picture once it has come.
// Never: changes or keeps anything; without this file the two pictures stand beside each other.

const LOOK_EVERY = 3000;
const LOOKS = 40;
const STEP = 0.04;

export function helpToCompare(root) {
  for (const section of root.querySelectorAll("[data-compare]")) begin(section);
}

function begin(section) {
  const waiting = section.querySelector("[data-compare-waits]");
  if (waiting) wait(section, waiting.dataset.compareWaits, LOOKS);
  const template = section.querySelector("template[data-compare-tools]");
  if (template) tools(section, template);
}

// The form beside the pictures stays as it is: what is typed there is not lost when the picture comes.
async function wait(section, address, looks) {
  if (looks === 0 || !section.isConnected) return;
  await new Promise((done) => { setTimeout(done, LOOK_EVERY); });
  try {
    const answer = await fetch(address, { headers: { Accept: "application/json" } });
    if (!answer.ok || answer.redirected) return;
    if ((await answer.json()).come) {
      const page = await fetch(window.location.href);
      if (!page.ok || page.redirected) return;
      const drawn = new DOMParser().parseFromString(await page.text(), "text/html").querySelector("[data-compare]");
      if (!drawn) return;
      section.replaceWith(drawn);
      begin(drawn);
      return;
    }
  } catch {
    // The network is away for a moment: it is looked for again.
  }
  wait(section, address, looks - 1);
}

function tools(section, template) {
  const frames = [...section.querySelectorAll("[data-compare-frame]")];
  if (frames.length !== 2) return;
  section.querySelector(".cs-compare__pair").after(template.content.cloneNode(true));
  section.classList.add("cs-compare--moves");
  const tool = (name) => section.querySelector(`[data-tool="${name}"]`);
  const number = (name) => Number(tool(name).value);
  // How far both are moved, as a part of the frame: frames of any size show the same part.
  const moved = { x: 0, y: 0 };

  function draw() {
    const zoom = number("zoom");
    const most = Math.max(zoom * Math.max(1, number("fit")) - 1, 0) / 2 + 0.25;
    for (const way of ["x", "y"]) moved[way] = Math.min(Math.max(moved[way], -most), most);
    for (const frame of frames) {
      const which = frame.dataset.compareFrame;
      const set = (name, value) => frame.style.setProperty(name, value);
      set("--scale", zoom * (which === "candidate" ? number("fit") : 1));
      set("--x", `${moved.x * 100}%`);
      set("--y", `${moved.y * 100}%`);
      set("--brightness", number(`${which}-brightness`));
      set("--contrast", number(`${which}-contrast`));
      set("--split", `${number("split")}%`);
    }
    section.classList.toggle("cs-compare--grid", tool("grid").checked);
    section.classList.toggle("cs-compare--over", tool("over").checked);
    for (const part of section.querySelectorAll("[data-only-over]")) part.hidden = !tool("over").checked;
  }

  function move(x, y) {
    moved.x += x;
    moved.y += y;
    draw();
  }

  function enlarge(by) {
    const zoom = tool("zoom");
    const before = number("zoom");
    zoom.value = String(before * by);
    // What is in the middle stays in the middle.
    moved.x *= number("zoom") / before;
    moved.y *= number("zoom") / before;
    draw();
  }

  function reset() {
    for (const input of section.querySelectorAll("[data-tool]")) {
      if (input.type === "range") input.value = input.defaultValue;
      if (input.type === "checkbox") input.checked = false;
    }
    moved.x = 0;
    moved.y = 0;
    draw();
  }

  const KEYS = {
    ArrowLeft: () => move(STEP, 0),
    ArrowRight: () => move(-STEP, 0),
    ArrowUp: () => move(0, STEP),
    ArrowDown: () => move(0, -STEP),
    "+": () => enlarge(1.2),
    "=": () => enlarge(1.2),
    "-": () => enlarge(1 / 1.2),
    0: reset,
  };

  for (const frame of frames) {
    frame.tabIndex = 0;
    frame.setAttribute("aria-describedby", "compare-hint");
    frame.querySelector("img").draggable = false;
    frame.addEventListener("keydown", (event) => {
      const act = KEYS[event.key];
      if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      act();
    });
    let last = null;
    frame.addEventListener("pointerdown", (event) => {
      last = [event.clientX, event.clientY];
      frame.setPointerCapture(event.pointerId);
    });
    frame.addEventListener("pointermove", (event) => {
      if (!last) return;
      move((event.clientX - last[0]) / frame.clientWidth, (event.clientY - last[1]) / frame.clientHeight);
      last = [event.clientX, event.clientY];
    });
    for (const end of ["pointerup", "pointercancel"]) frame.addEventListener(end, () => { last = null; });
    frame.addEventListener("wheel", (event) => {
      if (!event.ctrlKey) return; // as in maps: the wheel alone scrolls the page
      event.preventDefault();
      enlarge(event.deltaY < 0 ? 1.1 : 1 / 1.1);
    }, { passive: false });
  }
  section.addEventListener("input", (event) => { if (event.target.matches("[data-tool]")) draw(); });
  tool("reset").addEventListener("click", reset);
  draw();
}
