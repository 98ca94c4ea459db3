// Pictures that have a dark twin follow the switch in the header, not the system alone.
const follow = () => {
  const dark = document.body.dataset.mdColorScheme === "slate";
  for (const source of document.querySelectorAll('picture > source[srcset*="-dark."]')) {
    source.media = dark ? "all" : "not all";
  }
};
follow();
new MutationObserver(follow).observe(document.body, { attributeFilter: ["data-md-color-scheme"] });
