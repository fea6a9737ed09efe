// The entry of `npm start`.
import "./prepare.mjs";

await import("./main.ts");
