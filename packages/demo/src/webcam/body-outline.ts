const HEAD = 'M50 8a12 12 0 0 1 0 24a12 12 0 0 1 0-24z';
const BODY =
  'M43 36c-9 1-15 4-17 10l-8 40a4.500 4.500 0 0 0 8.800 2l7.200-30v44l-5 74a5 5 0 0 0 10 .700l8.500-66h4.500l8.500 66a5 5 0 0 0 10-.700l-5-74v-44l7.200 30a4.500 4.500 0 0 0 8.800-2l-8-40c-2-6-8-9-17-10z';

/** Where the body belongs in the picture, from head to feet. What it means is said in words beside it. */
export function bodyOutline(): SVGSVGElement {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '0 0 100 190');
  svg.setAttribute('class', 'webcam__outline');
  svg.setAttribute('aria-hidden', 'true');
  for (const shape of [HEAD, BODY]) {
    const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
    path.setAttribute('d', shape);
    svg.append(path);
  }
  return svg;
}
