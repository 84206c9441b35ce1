// Wheel, drag and pinch on the map: d3-zoom gives how much and how far, the map stretches its time axis.

import { select } from "d3-selection";
import { zoom, zoomIdentity } from "d3-zoom";
import { data } from "./data.js";
import { baseX, clockAt, mapSvg, setView, state } from "./map.js";

let behaviour, target;

export function prepareZoom() {
  const { left, right } = data.map, box = [[left, 0], [right, 1080]];
  behaviour = zoom()
    .scaleExtent([1, 8])
    .extent(box)
    .translateExtent(box)
    .filter((event) => {
      if (event.button) return false;
      const hall = document.documentElement.dataset.mode === "hall";
      if (event.type === "wheel") return hall || event.ctrlKey;
      if (event.type === "touchstart") return hall || event.touches.length > 1;
      return true;
    })
    .on("zoom", ({ transform }) => setView(transform.k, transform.x + left * (transform.k - 1)));
  target = select(mapSvg()).call(behaviour).on("dblclick.zoom", null);
}

export function zoomBy(factor) {
  const { left, right } = data.map, clock = clockAt();
  const middle = clock !== null && clock >= left && clock <= right ? clock : (left + right) / 2;
  target.call(behaviour.scaleBy, factor, [middle, 0]);
}

export function zoomAll() {
  target.call(behaviour.transform, zoomIdentity);
}

export function zoomTo(a, b) {
  const { left, right } = data.map, from = baseX(a), to = Math.max(baseX(b), from + 1);
  const k = Math.min(8, Math.max(1, (right - left) / (to - from)));
  const middle = (from + to) / 2;
  let x = (left + right) / 2 - k * middle;
  x = Math.min(left - k * left, Math.max(right - k * right, x));
  target.call(behaviour.transform, zoomIdentity.translate(x, 0).scale(k));
}

export function zoomed() {
  return state.k > 1.001;
}
