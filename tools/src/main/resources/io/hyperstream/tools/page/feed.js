// What the server says of what the page shows. The server is told by the address what that is, so
// a change of it is another connection.

const RETRY_MILLIS = 3000;

export class Feed {
  #shown = { stream: "", search: "", rows: 30 };
  #source = null;
  #retry = 0;
  #paused = false;
  #onFrame;
  #onStatus;

  /** onFrame takes (frame, whether it is the first of a connection), onStatus a word. */
  constructor(onFrame, onStatus) {
    this.#onFrame = onFrame;
    this.#onStatus = onStatus;
  }

  /** Shows this instead: any of stream, search and rows. Paused, that is looked up once. */
  show(change) {
    this.#shown = { ...this.#shown, ...change };
    this.#connect();
  }

  get shown() {
    return this.#shown;
  }

  get paused() {
    return this.#paused;
  }

  pause(paused) {
    this.#paused = paused;
    if (paused) {
      this.#disconnect();
      this.#onStatus("paused");
    } else {
      this.#connect();
    }
  }

  #disconnect() {
    clearTimeout(this.#retry);
    this.#source?.close();
    this.#source = null;
  }

  #connect() {
    this.#disconnect();
    const source = new EventSource("/events?" + new URLSearchParams(this.#shown));
    let first = true;
    source.onmessage = (event) => {
      this.#onStatus(this.#paused ? "paused" : "live");
      this.#onFrame(JSON.parse(event.data), first);
      first = false;
      this.#endLookUp(source);
    };
    source.onerror = () => {
      this.#onStatus("reconnecting");
      this.#disconnect();
      this.#retry = setTimeout(() => this.#connect(), RETRY_MILLIS);
    };
    this.#source = source;
  }

  /** Texts come a moment after the first frame, so a look-up waits for them. */
  #endLookUp(source) {
    if (this.#paused) {
      setTimeout(() => this.#paused && source.close(), 1500);
    }
  }
}
