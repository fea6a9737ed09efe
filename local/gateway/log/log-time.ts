const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

let lastSecond = Number.NaN;
let lastText = "";

/**
 * Time as web server logs write it, in UTC: `29/Aug/2026:09:13:22 +0000` (H148).
 * Requests of one second share the text.
 * @param time milliseconds since 1970
 */
export function clfTime(time: number): string {
  const second = Math.floor(time / 1000);
  if (second !== lastSecond) {
    const iso = new Date(second * 1000).toISOString();
    const month = months[Number(iso.slice(5, 7)) - 1] ?? "";
    lastText = `${iso.slice(8, 10)}/${month}/${iso.slice(0, 4)}:${iso.slice(11, 19)} +0000`;
    lastSecond = second;
  }
  return lastText;
}
