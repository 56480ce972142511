// html.js - preact with templates instead of JSX, and two small hooks.
import { h } from "preact";
import { useLayoutEffect, useState } from "preact/hooks";
import htm from "htm";

export const html = htm.bind(h);

// The part of a scrolling element that can be seen. What is outside of it need not be drawn.
export function useViewport(ref) {
  const [viewport, setViewport] = useState({ top: 0, left: 0, width: 0, height: 0 });
  useLayoutEffect(() => {
    const element = ref.current;
    const measure = () =>
      setViewport((old) => {
        const { scrollTop: top, scrollLeft: left, clientWidth: width, clientHeight: height } = element;
        const same = old.top === top && old.left === left && old.width === width && old.height === height;
        return same ? old : { top, left, width, height };
      });
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    element.addEventListener("scroll", measure, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener("scroll", measure);
    };
  }, []);
  return viewport;
}

export function useMedia(query) {
  const [matches, setMatches] = useState(() => matchMedia(query).matches);
  useLayoutEffect(() => {
    const list = matchMedia(query);
    const update = () => setMatches(list.matches);
    list.addEventListener("change", update);
    return () => list.removeEventListener("change", update);
  }, [query]);
  return matches;
}
