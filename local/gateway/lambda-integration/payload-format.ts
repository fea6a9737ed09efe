/** Form of the event that a function gets, and of its answer (H131, H197). */
export type PayloadFormat = "1.0" | "2.0";
