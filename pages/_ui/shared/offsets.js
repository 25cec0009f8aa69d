// Python counts code points, the browser UTF-16 units: offsets are converted here and only here.

/** A function from a code-point offset of `text` to its UTF-16 offset. */
function utf16Offsets(text) {
  const offsets = [0];
  for (const char of text) offsets.push(offsets.at(-1) + char.length);
  return (codePoint) => offsets[Math.max(0, Math.min(codePoint, offsets.length - 1))];
}

/**
 * Cuts `text` where any of the spans begins or ends.
 * Each span is {start, end, ...} in code points; each piece lists the spans that cover it.
 */
function cutAtSpans(text, spans) {
  const at = utf16Offsets(text);
  const placed = spans.map((span) => ({ span, from: at(span.start), to: at(span.end) }));
  const cuts = new Set([0, text.length]);
  for (const { from, to } of placed) cuts.add(from).add(to);
  const sorted = [...cuts].sort((a, b) => a - b);
  return sorted.slice(0, -1).map((from, index) => {
    const to = sorted[index + 1];
    const covering = placed.filter((item) => item.from <= from && to <= item.to);
    return { text: text.slice(from, to), spans: covering.map((item) => item.span) };
  });
}
