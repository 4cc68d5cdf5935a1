// The text of an alert's record.

/** The text of an alert's record, its rare words marked. */
export function excerpt(runs) {
  return runs.map(([text, rare]) => {
    const shown = text.replaceAll("\n", "↵\n");
    if (!rare) {
      return shown;
    }
    const mark = document.createElement("mark");
    mark.textContent = shown;
    return mark;
  });
}
