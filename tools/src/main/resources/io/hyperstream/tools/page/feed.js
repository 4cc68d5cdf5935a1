// The server's events for the page. The address tells the server what the page shows, so every
// change opens a new connection.

const RETRY_MILLIS = 3000;

export class Feed {
  #shown = { stream: "", search: "", rows: 30 };
  #source = null;
  #retry = 0;
  #paused = false;
  #onFrame;
  #onStatus;

  /** Calls onFrame(frame, whether it is the first of its connection) and onStatus(word). */
  constructor(onFrame, onStatus) {
    this.#onFrame = onFrame;
    this.#onStatus = onStatus;
  }

  /** Changes what is shown: any of stream, search and rows. While paused, fetches it once. */
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

  /** Texts arrive a moment after the first frame, so a paused page waits for them. */
  #endLookUp(source) {
    if (this.#paused) {
      setTimeout(() => this.#paused && source.close(), 1500);
    }
  }
}
