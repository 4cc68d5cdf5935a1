// A stream of images: the latest ones, newest first, each with the class that it was taken for, how
// probable that was, and its label.
// Names of classes are untrusted, so they only ever become text nodes.

import { clock, percent } from "/format.js";

const MAX_IMAGES = 60;

function picture({ width, height, channels, pixels }) {
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  const bytes = atob(pixels);
  const drawn = new ImageData(width, height);
  for (let i = 0; i < drawn.data.length; i++) {
    const channel = channels === 1 ? 0 : i % 4;
    drawn.data[i] = i % 4 === 3 ? 255 : bytes.charCodeAt(channels * Math.floor(i / 4) + channel);
  }
  canvas.getContext("2d").putImageData(drawn, 0, 0);
  return canvas;
}

function line(className, text) {
  const node = document.createElement("span");
  node.className = className;
  node.textContent = text;
  node.title = text; // which may have no room
  return node;
}

export class Images {
  #node;

  constructor(node) {
    this.#node = node;
  }

  restart() {
    this.#node.replaceChildren();
  }

  /** Takes images in order, and labels of images that came before them. */
  take(records) {
    for (const { guess, image, time } of records) {
      const known = guess?.id && [...this.#node.children].find(({ dataset }) => dataset.id === guess.id);
      if (image) {
        const figure = document.createElement("figure");
        figure.append(picture(image), document.createElement("figcaption"));
        figure.title = clock.format(time);
        this.#node.prepend(this.#say(figure, guess));
      } else if (known) {
        this.#say(known, guess);
      }
    }
    while (this.#node.children.length > MAX_IMAGES) {
      this.#node.lastChild.remove();
    }
  }

  #say(figure, { id, predicted, probability, label }) {
    figure.dataset.id = id ?? "";
    figure.className = label == null ? "open" : label === predicted ? "right" : "wrong";
    figure.lastChild.replaceChildren(
      line("predicted", predicted), line("probability", percent(probability)),
      line("label", label == null ? "no label" : `is ${label}`));
    return figure;
  }
}
