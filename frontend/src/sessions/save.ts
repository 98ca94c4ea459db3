/** Have the browser save texts as one file. */
export const save = (texts: readonly string[], type: string, name: string) => {
  const url = URL.createObjectURL(new Blob([...texts], { type: `${type};charset=utf-8` }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => {
    URL.revokeObjectURL(url);
  });
};
