// What: lets a pointer set the crop and the eye centres of an image, and draws what the numbers say.
// Never: the truth; the number inputs are, and a keyboard alone fills them.

const SVG = "http://www.w3.org/2000/svg";
const CROP = ["crop_left", "crop_top", "crop_width", "crop_height"];
const EYES = [["left_eye_x", "left_eye_y"], ["right_eye_x", "right_eye_y"]];

export function helpWithProbes(root) {
  for (const figure of root.querySelectorAll("[data-probe]")) help(root, figure);
}

function help(root, figure) {
  const image = figure.querySelector("img");
  const form = figure.closest("form") ?? root.querySelector(figure.dataset.probe || "form[data-probe-form]");
  const width = Number(figure.dataset.width);
  const height = Number(figure.dataset.height);
  if (!image || !form || !width || !height) return;

  const input = (name) => form.querySelector(`[name$="${name}"]`);
  const read = (name) => {
    const text = input(name)?.value ?? "";
    return text === "" ? null : Number(text);
  };
  const write = (name, value) => {
    const field = input(name);
    if (!field) return;
    field.value = String(value);
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };

  const stage = document.createElement("div");
  stage.className = "cs-probe__stage";
  image.replaceWith(stage);
  const overlay = document.createElementNS(SVG, "svg");
  overlay.setAttribute("class", "cs-probe__overlay");
  overlay.setAttribute("viewBox", `0 0 ${width} ${height}`);
  overlay.setAttribute("aria-hidden", "true");
  stage.append(image, overlay);
  image.draggable = false;

  function draw() {
    overlay.replaceChildren();
    const [left, top, wide, high] = CROP.map(read);
    if ([left, top, wide, high].every(Number.isFinite) && wide > 0 && high > 0) {
      shape("path", { class: "cs-probe__shade", "fill-rule": "evenodd", d: `M0 0H${width}V${height}H0zM${left} ${top}h${wide}v${high}h${-wide}z` });
      shape("rect", { class: "cs-probe__crop", x: left, y: top, width: wide, height: high });
    }
    const unit = Math.max(width, height) / 100;
    for (const [index, [nameX, nameY]] of EYES.entries()) {
      const [x, y] = [read(nameX), read(nameY)];
      if (!Number.isFinite(x) || !Number.isFinite(y)) continue;
      shape("circle", { class: "cs-probe__eye", cx: x, cy: y, r: unit * 1.6 });
      shape("path", { class: "cs-probe__eye", d: `M${x - unit * 3} ${y}h${unit * 6}M${x} ${y - unit * 3}v${unit * 6}` });
      shape("text", { class: "cs-probe__label", x: x + unit * 2, y: y - unit * 2, "font-size": unit * 4 }).textContent = index ? figure.dataset.rightLabel ?? "R" : figure.dataset.leftLabel ?? "L";
    }
  }

  function shape(name, attributes) {
    const element = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    overlay.append(element);
    return element;
  }

  // Screen to original pixels: the image may be shown at any size.
  function place(event) {
    const box = overlay.getBoundingClientRect();
    const clamp = (value, most) => Math.round(Math.min(Math.max(value, 0), most));
    return [
      clamp(((event.clientX - box.left) / box.width) * width, width),
      clamp(((event.clientY - box.top) / box.height) * height, height),
    ];
  }

  let from = null;
  let nextEye = 0;
  overlay.addEventListener("pointerdown", (event) => {
    from = place(event);
    overlay.setPointerCapture(event.pointerId);
    event.preventDefault();
  });
  overlay.addEventListener("pointermove", (event) => {
    if (from && isDrag(from, place(event))) setCrop(from, place(event));
  });
  overlay.addEventListener("pointerup", (event) => {
    if (!from) return;
    const to = place(event);
    if (!isDrag(from, to)) setEye(to);
    from = null;
  });
  overlay.addEventListener("pointercancel", () => { from = null; });

  function isDrag([x1, y1], [x2, y2]) {
    return Math.hypot(x2 - x1, y2 - y1) > Math.max(width, height) * 0.015;
  }
  function setCrop([x1, y1], [x2, y2]) {
    if (!input("crop_left")) return;
    const values = [Math.min(x1, x2), Math.min(y1, y2), Math.abs(x2 - x1), Math.abs(y2 - y1)];
    CROP.forEach((name, index) => write(name, values[index]));
  }
  function setEye([x, y]) {
    const [nameX, nameY] = EYES[nextEye];
    write(nameX, x);
    write(nameY, y);
    nextEye = 1 - nextEye;
  }

  form.addEventListener("input", draw);
  draw();
}
