import { main } from "../cfssl/main.js";
import { runMain } from "./run.js";

runMain(main);
