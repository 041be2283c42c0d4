export { Journal } from "./journal";
export * from "./messages";
